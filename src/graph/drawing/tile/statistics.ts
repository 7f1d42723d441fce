// What a normalisation works with, on its card: the mean and variance that this run used, and the learned scale and shift, a row
// each: as numbers for a few channels, else as bars.

import type { StatisticsOf } from "../../../ops/port.ts"
import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { placeName } from "../../wire.ts"
import { FEW_NODES } from "./tile.ts"

/** One row: its symbol, where its numbers are, and how many of the first of them it has. */
export interface StatisticsRow {
  readonly name: string
  readonly kind: "value" | "param" | "onCard"
  readonly place: string
  readonly count: number
}
/** The table of a card. */
export interface Statistics {
  /** `μ, σ² of this batch`. */
  readonly title: string
  /** What else says it where that has no room: `of this batch`, `this batch`. */
  readonly shorter: readonly string[]
  /** Whether the title has a line of its own: elsewhere it stands at the end of the last words. */
  readonly titled: boolean
  readonly rows: readonly StatisticsRow[]
}
/** Where it stands on a card, in canvas pixels, with the size of its letters. `title`: beside the words, its right end and middle. */
export interface StatisticsPlace {
  readonly title: { readonly text: string; readonly x: number; readonly y: number } | null
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly size: number
}

/** Null where a node normalises nothing, and in graphs whose cards are small. `alone`: whether its card has no words but its name. */
export function statisticsOf(node: NodeAnalysis, analysis: Analysis, alone: () => boolean): Statistics | null {
  const { op, context, outputs } = node
  if (analysis.nodes.size > FEW_NODES || op?.statistics === undefined || context === null || outputs === null)
    return null
  const { rows, of } = op.statistics({ ...context, outputs })
  const drawn = rows.map(({ name, count }) => ({ ...rowAt(node, name), count }))
  if (drawn.length === 0 || drawn.some(({ count }) => count < 1)) return null
  const names = drawn.filter(({ kind }) => kind === "onCard").map(({ name }) => name)
  return { ...titleOf(names.join(", "), of), titled: alone(), rows: drawn }
}

function titleOf(names: string, of: StatisticsOf["of"]): Pick<Statistics, "title" | "shorter"> {
  if (of === "running") return { title: `running ${names}`, shorter: ["running"] }
  const which = `${of === "batch" || of === "image" ? "this" : "each"} ${of}`
  return { title: `${names} of ${which}`, shorter: [`of ${which}`, which] }
}

function rowAt({ id, op, params }: NodeAnalysis, name: string): Omit<StatisticsRow, "count"> {
  const param = params.find((one) => one.name === name)
  const tex = (param === undefined ? op?.outputs[name] : op?.params[name])?.tex ?? name
  const symbol = SYMBOLS[tex] ?? tex
  if (param === undefined) return { name: symbol, kind: "onCard", place: placeName({ node: id, port: name }) }
  return param.wired === null
    ? { name: symbol, kind: "param", place: `${id}.${name}` }
    : { name: symbol, kind: "value", place: placeName(param.wired) }
}

/** As they are written on one line. */
const SYMBOLS: Readonly<Record<string, string>> = {
  "\\mu": "μ",
  "\\sigma^2": "σ²",
  "r^2": "r²",
  "\\gamma": "γ",
  "\\beta": "β",
}

/** Height of a line, as a part of the size of its letters. */
const LINE = 1.2

/** As high as its lines are with letters of a size. */
export function statisticsHeight({ rows, titled }: Statistics, size: number): number {
  return (rows.length + (titled ? 1 : 0)) * LINE * size
}

/** Rows of at most so many numbers are written out. */
export const MOST_NUMBERS = 6
/** Of a symbol and of a number, in canvas pixels. */
const WIDE = { symbol: 24, number: 31 }

/** As wide as its numbers are near by; bars fit any card. */
export function tableWidth({ rows }: Statistics): number {
  const most = Math.max(...rows.map(({ count }) => count))
  return most > MOST_NUMBERS ? 0 : WIDE.symbol + WIDE.number * most
}

/** Of a row with more numbers each bar is the largest of several. */
export const MOST_BARS = 48

/** Whether a tensor of so many numbers has a row: a run of a moment ago may have had other shapes. */
export function hasRow({ count }: StatisticsRow, all: number): boolean {
  return all > 0 && all % count === 0
}

/** What is asked of a tensor to draw a row: the first `count` of its `all` numbers, no more of them than there are bars. */
export function askedByRow({ count }: StatisticsRow, all: number) {
  return { first: 0, count: 1, size: MOST_BARS, shape: [Math.floor(all / count), 1, count] }
}
