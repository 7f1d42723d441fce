// What a node shows and how big it is, worked out from its analysis alone: no measuring, so that layout, chips and dots
// know every place before anything is drawn, and nothing reflows. Places of ports are in pixels from the top left corner.

import { writeCount } from "../../formula/number.ts"
import { symbolTex, writeTex } from "../../formula/tex.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { rulesOf } from "../analysis/rules.ts"
import { attributesOf } from "../analysis/shapes.ts"
import { graphSymbols } from "../analysis/symbols.ts"
import { isUnfinished, isUnwired } from "../analysis/unfinished.ts"
import { isQuarantined, type NodeEntry } from "../document.ts"
import type { Amount } from "../measure/overlay/words.ts"
import type { Problem } from "../problem.ts"
import { FIRST_ROW, type PortFace, portRows, portsOf, ROW } from "./ports.ts"
import { textWidth } from "./text/textWidth.ts"
import { texWidth } from "./text/texWidth.ts"
import { stripBlock, stripWidth } from "./tile/hanging.ts"
import { type Statistics, statisticsOf } from "./tile/statistics.ts"
import { TILE_FOOT, TILE_SIDE, type Tile, tileBlock } from "./tile/tile.ts"
import { tileOf } from "./tile/tiling.ts"
import { type Weights, weightsOf } from "./tile/weights.ts"

/** What a node shows on the canvas. */
export interface Face {
  readonly kind: "card" | "symbol" | "quarantined" | "folded"
  readonly id: string
  readonly title: string
  /** What stands for the title where there is no room for it; empty where nothing does. */
  readonly short: string
  /** The node's own name: label or id. */
  readonly name: string
  /** The name as a formula, where it is one. */
  readonly tex: string | null
  readonly caption: string
  readonly footer: string
  /** The forward rule with the graph's names, on cards that have room and no caption. */
  readonly formula: string
  /** Formula in a round node. */
  readonly symbol: string
  readonly shelf: string
  readonly problem: string | null
  /** The inputs that still lack a wire: `a and b`; empty if none does. */
  readonly open: string
  readonly waiting: boolean
  readonly target: boolean
  readonly ports: readonly PortFace[]
  /** The picture of its tensor, which hangs below the words; null where none is drawn. */
  readonly tile: Tile | null
  /** Its own numbers that are a picture, in a strip between the words and the picture of its tensor. */
  readonly weights: Weights | null
  /** What a normalisation works with, as a table there. */
  readonly statistics: Statistics | null
  /** The size that words and ports alone would take. */
  readonly bare: Size
  /** The nodes that the card of a group stands for. */
  readonly members?: readonly string[]
  /** What an overlay says of it (heat/heatedFace.ts). */
  readonly amount?: Amount
  readonly width: number
  readonly height: number
}

interface Size {
  readonly width: number
  readonly height: number
}

/** A node and the upper left corner of what it shows. */
export interface PlacedFace {
  readonly face: Face
  readonly x: number
  readonly y: number
}

const CARD: readonly [least: number, most: number] = [176, 220]
/** Height of a round node, and its least width. */
export const ROUND = 56
/** Size of the letters in a round node, as KaTeX sets them, and the room left and right of them. */
const SYMBOL = 22
const RIM = 28

// An analysis of a node is never changed, and stays the same object while nothing about the node changes.
const known = { pictured: new WeakMap<NodeAnalysis, Face>(), plain: new WeakMap<NodeAnalysis, Face>() }

/** With room for the picture of its tensor, or in words alone. */
export type FaceKind = keyof typeof known

/** The same object for the same node while nothing on it changes. */
export function faceOf(entry: NodeEntry, analysis: Analysis, kind: FaceKind = "pictured"): Face {
  const node = analysis.nodes.get(entry.id)
  if (isQuarantined(entry) || node === undefined) return quarantinedFace(entry)
  const before = known[kind].get(node)
  const tile = kind === "plain" ? null : tileOf(node, analysis)
  const strip = tile === null || node.op?.symbol !== undefined ? NO_STRIP : stripOf(node, analysis)
  // Only a formula speaks of other nodes, by their names, and only a picture of what their axes mean.
  const isSame = before?.formula === "" && before.target === (analysis.target?.node === node.id)
  if (isSame && before.tile === tile && isSameStrip(before, strip)) return before
  const face = freshFace(node, analysis, tile, strip)
  known[kind].set(node, face)
  return face
}

type Strip = Pick<Face, "weights" | "statistics">
const NO_STRIP: Strip = { weights: null, statistics: null }

function stripOf(node: NodeAnalysis, analysis: Analysis): Strip {
  const alone = (): boolean => captionOf(node) === "" && paramWords(node.params) === ""
  return { weights: weightsOf(node, analysis), statistics: statisticsOf(node, analysis, alone) }
}

function isSameStrip(a: Strip, b: Strip): boolean {
  return `${a.weights?.shape}` === `${b.weights?.shape}` && (a.statistics === null) === (b.statistics === null)
}

function freshFace(node: NodeAnalysis, analysis: Analysis, tile: Tile | null, strip: Strip): Face {
  const name = node.node.label ?? node.id
  const common = {
    id: node.id,
    title: node.op?.title ?? node.node.op,
    short: node.op?.short ?? "",
    name,
    tex: texOf(name),
    caption: captionOf(node),
    footer: paramWords(node.params),
    shelf: node.op?.shelf ?? "unknown",
    problem: node.problems.find(isWrong)?.sentence ?? null,
    open: listed(node.problems.filter(isUnwired).flatMap(({ port }) => port ?? [])),
    waiting: node.state === "waiting",
    target: analysis.target?.node === node.id,
    tile,
    ...strip,
  }
  if (node.op?.symbol !== undefined) {
    const symbol = node.node.label === undefined ? node.op.symbol : (common.tex ?? node.op.symbol)
    const round = { width: Math.max(ROUND, Math.round(texWidth(symbol, SYMBOL) + RIM)), height: ROUND }
    const size = tile === null ? round : withTile(round, tile, strip)
    const ports = portsOf(node, { width: size.width, height: ROUND }, true)
    return { ...common, ...size, bare: round, kind: "symbol", formula: "", symbol, ports }
  }
  const rows = portRows(node)
  const formula = common.caption === "" && common.footer === "" && rows > 2 ? formulaOf(node, analysis) : ""
  const words = cardSize(common, rows)
  const size = tile === null ? words : withTile(words, tile, strip)
  return { ...common, ...size, bare: words, kind: "card", formula, symbol: "", ports: portsOf(node, size, false) }
}

/** A card of words, or a circle, with a strip and a picture hung below. */
export function withTile({ width, height }: Size, tile: Tile, strip: Strip = NO_STRIP): Size {
  const least = Math.max(width, stripWidth(strip))
  return {
    width: Math.max(least, Math.ceil((tile.width + 2 * TILE_SIDE) / 4) * 4),
    height: height + stripBlock(strip, tile) + Math.round(tileBlock(tile)) + TILE_FOOT,
  }
}

/** Wrong, not only unfinished. */
export function isWrong(problem: Problem): boolean {
  return problem.severity === "error" && !isUnfinished(problem)
}

/** `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`
}

function formulaOf(node: NodeAnalysis, analysis: Analysis): string {
  if (node.op === null) return ""
  const tex = writeTex(
    rulesOf(node)?.forward ?? "",
    graphSymbols(node, (id) => analysis.nodes.get(id)?.node),
  )
  return tex.length > 120 ? "" : tex
}

function quarantinedFace(entry: NodeEntry): Face {
  const problem = isQuarantined(entry) ? entry.problem.sentence : null
  return {
    kind: "quarantined",
    id: entry.id,
    title: "Could not be read",
    short: "",
    name: entry.id,
    tex: null,
    caption: isQuarantined(entry) ? entry.quarantined.replace(/\s+/g, " ").slice(0, 60) : "",
    footer: "",
    formula: "",
    symbol: "",
    shelf: "unknown",
    problem,
    open: "",
    waiting: false,
    target: false,
    tile: null,
    ...NO_STRIP,
    bare: { width: 208, height: 60 },
    ports: [],
    width: 208,
    height: 60,
  }
}

function captionOf(node: NodeAnalysis): string {
  if (node.op === null) return "unknown op"
  const { values } = attributesOf(node.op, node.node)
  return values === null ? "" : (node.op.caption?.(values) ?? "")
}

/** `1,234 params`; empty where there are none of its own. */
export function paramWords(params: NodeAnalysis["params"]): string {
  const count = params.reduce((sum, param) => sum + (param.wired ? 0 : sizeOf(param.shape)), 0)
  return count === 0 ? "" : `${writeCount(count)} ${count === 1 ? "param" : "params"}`
}

/** 10 of padding, then rows of 20, 18 and 18; as many rows as there are ports. A title too long takes up to `titleLines`. */
export function cardSize(
  face: Pick<Face, "title" | "name" | "tex" | "caption" | "footer">,
  rows: number,
  titleLines = 1,
): { width: number; height: number } {
  const name = face.tex !== null ? 24 : face.name.length * 6.6
  const wanted = Math.max(face.title.length * 7.6 + name + 44, face.caption.length * 6.3 + 28)
  const width = Math.round(Math.min(CARD[1], Math.max(CARD[0], wanted)) / 4) * 4
  const lines = titleLines > 1 && textWidth(face.title, 13, 600) > width - 28 ? 2 : 1
  const words = 20 + 20 * lines + (face.caption === "" ? 0 : 18) + (face.footer === "" ? 0 : 18)
  return { width, height: Math.max(words, FIRST_ROW * 2 + ROW * (rows - 1)) }
}

/** `X`, `gamma` and mathematics are drawn as formulas; words stay words. */
function texOf(name: string): string | null {
  const tex = symbolTex(name)
  return /^\\(?:mathrm|text)\{/.test(tex) ? null : tex
}
