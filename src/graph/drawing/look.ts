// How one wire looks: its hue, width, chip and words. Numbers come from whoever has run the graph.

import { writeNumber } from "../../formula/number.ts"
import type { Stats } from "../../tensor/summary/stats.ts"
import { formatShape, type Shape } from "../../tensor/tensor.ts"
import type { Analysis } from "../analysis/analysis.ts"
import { shapeAt } from "../analysis/shapes.ts"
import { isUnfinished } from "../analysis/unfinished.ts"
import { type DimsOrder, writeAxes, writeShape } from "../measure/notation.ts"
import type { Problem } from "../problem.ts"
import { placeName, type Wire } from "../wire.ts"
import { tensorWords, writeTensor } from "./text/tensorNumber.ts"
import { chipRoom } from "./wires/chipSize.ts"

/** How a wire looks once there are numbers on it. */
export interface WireLook {
  readonly tone: "rest" | "value" | "gradient"
  /** Of the line, in canvas pixels. */
  readonly width: number
  /** The gradient is exactly zero, everywhere. */
  readonly zero: boolean
  /** The wire ends at a node that cannot take it, or goes round in a circle. */
  readonly bad: boolean
  readonly chip: string
  /** Room that is kept for the chip whatever it says, and the least of it, in pixels at zoom 1. */
  readonly room: number
  readonly least: number
  /** The chip's sentence, for screen readers and the tip. */
  readonly words: string
}

const REST = 1.5
const MOST = 6
/** Three decades either side of 1 are told apart. */
const DECADES = 3

/** A wire at rest, with the shape of what it carries. */
export function restLook(wire: Wire, analysis: Analysis, order: DimsOrder): WireLook {
  const { found, shape: rest, problem, chip } = shapeChip(wire, analysis, order)
  const axes = found === null ? "" : writeAxes(analysis, wire.from, found, order)
  const shape = rest === "" ? "not known" : `${rest}${axes === "" ? "" : ` (${axes})`}`
  const words = `${endsOf(wire)}, shape ${shape}${problem === null ? "" : `. ${problem.sentence}`}`
  const room = chip === "" ? { room: 0, least: 0 } : chipRoom(rest, chip)
  return { tone: "rest", width: REST, zero: false, bad: problem !== null, chip, ...room, words }
}

/** What a wire carries: the value, or the gradient that came back along it. */
interface Carried {
  readonly kind: "value" | "gradient"
  readonly stats: Stats
  /** The number of one cell that is followed; then the chip says it. */
  readonly traced?: number | undefined
}

/** A wire with what it carries as one number. */
export function runLook(wire: Wire, analysis: Analysis, order: DimsOrder, { kind, stats, traced }: Carried): WireLook {
  const followed = traced === undefined ? "" : `; in the cell that is followed ${writeNumber(traced)}`
  const words = `${endsOf(wire)}, ${kind}: ${tensorWords(stats)}${followed}`
  const { problem, chip: shape } = shapeChip(wire, analysis, order)
  const bad = problem !== null
  const zero = stats.zero && kind === "gradient"
  const chip = traced === undefined ? writeTensor(stats) : writeNumber(traced)
  const room = chipRoom(shape, chip)
  return { tone: kind, width: widthOf(stats.rms), zero, bad, chip, ...room, words }
}

/** The shape that a wire carries, as it is and as it is written, what is wrong at its end, and what its chip says of the two. */
function shapeChip(wire: Wire, analysis: Analysis, order: DimsOrder) {
  const found = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
  const problem = problemOn(wire, analysis)
  const shape = found === null ? "" : writeShape(analysis, wire.from, found, order)
  const write = (one: Shape): string =>
    one.length === found?.length ? writeShape(analysis, wire.from, one, order) : formatShape(one)
  return { found, shape, problem, chip: problem === null ? shape : (bothShapes(problem, write) ?? shape) }
}

function endsOf({ from, to }: Wire): string {
  return `${placeName(from)} to ${placeName(to)}`
}

/** 1.5 to 6 pixels over log₁₀ RMS from −3 to 3. */
export function widthOf(rms: number): number {
  if (!(rms > 0)) return REST
  const place = (Math.log10(rms) + DECADES) / (2 * DECADES)
  return REST + (MOST - REST) * Math.min(1, Math.max(0, place))
}

/** True if two looks draw and say the same. */
export function sameLook(a: WireLook, b: WireLook): boolean {
  return (
    a.tone === b.tone &&
    a.width === b.width &&
    a.zero === b.zero &&
    a.bad === b.bad &&
    a.chip === b.chip &&
    a.room === b.room &&
    a.least === b.least &&
    a.words === b.words
  )
}

/** Why the node at the end of a wire cannot take it, or the circle that it closes. */
export function problemOn(wire: Wire, analysis: Analysis): Problem | null {
  const node = analysis.nodes.get(wire.to.node)
  if (node === undefined || node.state !== "bad") return null
  const place = placeName(wire.to).slice(wire.to.node.length + 1)
  const here = ({ code, port }: Problem): boolean => code === "GW-G120" || port === wire.to.port || port === place
  return node.problems.find((one) => one.severity === "error" && here(one) && !isUnfinished(one)) ?? null
}

/** `10×14×14 ≠ 20×28×28`, where the problem has a shape on either side; written as other wires are where both can be. */
function bothShapes({ found, expected }: Problem, write: (shape: Shape) => string): string | null {
  const [left, right] = [shapeIn(found), shapeIn(expected)]
  if (left === null || right === null) return null
  return left.length === right.length ? `${write(left)} ≠ ${write(right)}` : `${found} ≠ ${expected}`
}

function shapeIn(text: string | undefined): Shape | null {
  return /^\d+(?:×\d+)+$/.test(text ?? "") ? (text ?? "").split("×").map(Number) : null
}
