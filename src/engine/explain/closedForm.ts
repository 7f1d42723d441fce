// The gradient at an output with everything behind it put in: rules of arithmetic, means and variances are substituted
// into one another until only values and upstream gradients are left, and what all terms share is taken out. For the graph
// of batch norm this arrives at its closed form. Every closed form is evaluated and held against the run's own gradient.

import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { ledToFrom } from "../../graph/analysis/reach.ts"
import { placeName, type Source, type Wire } from "../../graph/wire.ts"
import { broadcast2 } from "../../tensor/broadcast.ts"
import { type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import type { RunResult } from "../pass/result.ts"
import { entersAt } from "../pass/upstream.ts"
import { add, type CellSet, evaluate, type Polynomial, polynomialOf, sumOverSet } from "./algebra.ts"
import { closedRules, REDUCTIONS } from "./closedRules.ts"
import { gradientAtom, reducedAxesOf, type Setting, sameAxes } from "./symbols.ts"

interface ClosedPiece {
  readonly wire: Wire
  readonly sum: Polynomial
}
/** A gradient as a polynomial in the tensors of the run, held against the run's own numbers. */
export interface ClosedForm {
  /** What comes back along each wire. */
  readonly pieces: readonly ClosedPiece[]
  /** Their sum; the origins of each term are the wires it came by. */
  readonly sum: Polynomial
  readonly set: CellSet
  /** The largest difference to the run's gradient, as a share of the largest gradient. */
  readonly difference: number
}

/** More terms than this are no closed form that anybody reads. */
const MOST_TERMS = 16
const MOST_ELEMENTS = 1e6

/** Null where the rules behind this output are not of the kind that can be put into one another, or nothing is gained. */
export function closedForm(analysis: Analysis, result: RunResult, place: Source): ClosedForm | null {
  const gradient = result.gradients.get(placeName(place))
  const set = setOf(analysis, result, place)
  if (gradient === undefined || set === null || sizeOf(set.shape) > MOST_ELEMENTS) return null
  const setting: Setting = { analysis, result, set }
  const walk: Walk = { setting, known: new Map() }
  const pieces = piecesOf(walk, place)
  if (pieces === null || pieces.length === 0) return null
  const sum = add(...pieces.map((piece) => marked(piece)))
  if (sum.length > MOST_TERMS) return null
  return { pieces, sum, set, difference: differenceTo(gradient, evaluate(sum)) }
}

interface Walk {
  readonly setting: Setting
  readonly known: Map<string, Polynomial | null>
}

/** The gradient at an output: put together from its wires if all of them can be, else a symbol. */
function gradientAt(walk: Walk, source: Source): Polynomial | null {
  const place = placeName(source)
  const before = walk.known.get(place)
  if (before !== undefined) return before
  const pieces = piecesOf(walk, source)
  const sum = pieces === null || pieces.length === 0 ? null : add(...pieces.map(({ sum }) => sum))
  const atom = sum === null || sum.length > MOST_TERMS ? gradientAtom(walk.setting, source) : null
  const answer = atom === null ? sum : polynomialOf(atom)
  walk.known.set(place, answer)
  return answer
}

/** One piece for each wire; null if a rule on the way has no closed form, or gradient enters from outside as well. */
function piecesOf(walk: Walk, source: Source): readonly ClosedPiece[] | null {
  const { analysis, result } = walk.setting
  const place = placeName(source)
  if (entersAt(analysis, placeName(source))) return null
  const pieces: ClosedPiece[] = []
  for (const wire of analysis.leaving.get(source.node) ?? []) {
    if (placeName(wire.from) !== place || !result.wires.has(wire.id)) continue
    const sum = pieceAlong(walk, wire)
    if (sum === null) return null
    pieces.push({ wire, sum })
  }
  return pieces
}

function pieceAlong(walk: Walk, wire: Wire): Polynomial | null {
  const { analysis, result, set } = walk.setting
  const node = analysis.nodes.get(wire.to.node)
  const rule = closedRules.get(node?.op?.kind ?? "")?.[wire.to.port]
  const output: Source = { node: wire.to.node, port: "output" }
  const shape = result.values.get(placeName(output))?.shape
  const port = result.values.get(placeName(wire.from))?.shape
  if (node === undefined || rule === undefined || shape === undefined || port === undefined) return null
  if (shape.length > set.shape.length || port.length > set.shape.length || !isOfSet(node, set, port)) return null
  const g = gradientAt(walk, output)
  if (g === null) return null
  const from = (name: string): Source => sourceAt(node, name)
  const number = (attr: string): number => Number(node.context?.attrs[attr])
  const piece = rule({ setting: walk.setting, g, from, output, number })
  return summedTo(piece, shape, port, set)
}

function sourceAt(node: NodeAnalysis, port: string): Source {
  const source = node.sources.get(port)
  if (source === undefined || !("node" in source)) throw new Error(`nothing is wired to ${node.id}:${port}`)
  return source
}

/** Whether a reduction is over the very set; other ops do not ask. */
function isOfSet(node: NodeAnalysis, set: CellSet, input: Shape): boolean {
  if (!REDUCTIONS.has(node.op?.kind ?? "")) return true
  return sameAxes(reducedAxesOf(node), set.axes) && set.axes.every((axis) => input.at(axis) === set.shape.at(axis))
}

/** What was broadcast on the way forward is summed on the way back: over the whole set, or not at all. */
function summedTo(piece: Polynomial, output: Shape, port: Shape, set: CellSet): Polynomial | null {
  const repeated = repeatedAxes(output, port)
  if (repeated.length === 0) return piece
  const whole = set.axes.filter((axis) => (set.shape.at(axis) ?? 1) > 1)
  // The same axes of another size are another set.
  if (whole.some((axis) => output.at(axis) !== set.shape.at(axis))) return null
  return sameAxes(repeated, whole) ? sumOverSet(piece, set) : null
}

/** Axes, from the end, along which `port` was repeated to give `output`. */
function repeatedAxes(output: Shape, port: Shape): readonly number[] {
  return output
    .map((_, axis) => axis - output.length)
    .filter((axis) => (output.at(axis) ?? 1) > 1 && (-axis > port.length || port.at(axis) === 1))
}

/** The set that the nearest reduction or broadcast downstream is over, else single cells. */
function setOf(analysis: Analysis, result: RunResult, place: Source): CellSet | null {
  const own = result.values.get(placeName(place))?.shape
  if (own === undefined) return null
  for (const node of downstream(analysis, place.node)) {
    const input = node.context?.shapes.input
    const axes = REDUCTIONS.has(node.op?.kind ?? "") ? reducedAxesOf(node) : null
    // Reductions have one plain input.
    if (axes !== null && input !== undefined) return { axes, shape: input as Shape }
    const broadcast = broadcastAt(analysis, result, node)
    if (broadcast !== null) return broadcast
  }
  return { axes: [], shape: own }
}

/** The axes along which something is repeated on its way into a node whose rules are known. */
function broadcastAt(analysis: Analysis, result: RunResult, node: NodeAnalysis): CellSet | null {
  const output = result.values.get(`${node.id}:output`)?.shape
  if (output === undefined || !closedRules.has(node.op?.kind ?? "")) return null
  for (const wire of analysis.entering.get(node.id) ?? []) {
    const port = result.values.get(placeName(wire.from))?.shape
    const axes = port === undefined ? [] : repeatedAxes(output, port)
    if (axes.length > 0) return { axes, shape: output }
  }
  return null
}

/** Nodes below one, in topological order. */
function downstream(analysis: Analysis, from: string): readonly NodeAnalysis[] {
  const below = ledToFrom(analysis, [from])
  return analysis.order.flatMap((id) => {
    const node = id !== from && below.has(id) ? analysis.nodes.get(id) : undefined
    return node === undefined ? [] : [node]
  })
}

function marked({ wire, sum }: ClosedPiece): Polynomial {
  return sum.map((term) => ({ ...term, origins: [wire.id] }))
}

function differenceTo(gradient: Tensor, closed: Tensor): number {
  const apart = largestIn(broadcast2(closed, gradient, (a, b) => a - b))
  const largest = largestIn(gradient)
  return largest === 0 ? apart : apart / largest
}

function largestIn({ data }: Tensor): number {
  let largest = 0
  for (const x of data) largest = Math.max(largest, Math.abs(x))
  return largest
}
