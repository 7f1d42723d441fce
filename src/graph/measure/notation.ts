// How the shapes of one graph are written, on wires and cards, in tips, panels, search, tables and pictures alike: pictures in
// the order that is wished, and one convention for the batch. Where an op works across several examples (a mean over them, a
// Reshape that ends their axis), or batches differ, their number matters and every shape is whole. Elsewhere each shape is
// that of one example, and the size of the batch is said once for the whole graph.

import type { AxisName } from "../../ops/axisNames.ts"
import { formatShape, type Shape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { primaryOutput } from "../analysis/ports.ts"
import { shapeAt, shapesAt } from "../analysis/shapes.ts"
import { outputNamed, type Source } from "../wire.ts"
import { graphAxes } from "./axes/axes.ts"
import { axesOfNode } from "./axes/follow.ts"
import { axisWords } from "./axes/letters.ts"
import { spatialAxes } from "./receptive.ts"

/** Order in which dimensions are shown: as the course writes them (channels last) or as tensors hold them. */
export type DimsOrder = "HWC" | "CHW"

/** The convention of one graph for its batch. */
export interface Notation {
  /** How many examples a batch holds, where shapes are written without their axis; null where they are whole. */
  readonly examples: number | null
  /** The axis that an output's shape is written without; null where it is whole. */
  readonly hidden: (place: Source) => number | null
}

const WHOLE: Notation = { examples: null, hidden: () => null }
const known = new WeakMap<Analysis, Notation>()

/** The convention of a graph, worked out once. */
export function notationOf(analysis: Analysis): Notation {
  const before = known.get(analysis)
  if (before !== undefined) return before
  const examples = commonBatch(analysis)
  const answer = examples === null ? WHOLE : { examples, hidden: graphAxes(analysis).batch }
  known.set(analysis, answer)
  return answer
}

/** `N = 6`, to be said once beside shapes of one example; null where shapes are whole. */
export function batchMark(analysis: Analysis): string | null {
  const { examples } = notationOf(analysis)
  return examples === null ? null : `N = ${examples}`
}

/** The same where it must be said: a batch of one goes without saying in what is handed in. */
export function neededBatchMark(analysis: Analysis): string | null {
  return notationOf(analysis).examples === 1 ? null : batchMark(analysis)
}

/** The shape of what an output holds, or of its gradient: `28×28×10`. */
export function writeShape(analysis: Analysis, place: Source, shape: Shape, order: DimsOrder): string {
  return formatShape(written(analysis, place, shape, order).map((axis) => shape[axis] ?? 1))
}

/**
 * The shape of a tensor by its name: of an output (`X:value`), of what a wire from one carries, or of anything else (params,
 * buffers), which have neither batch nor pictures.
 */
export function writeNamed(analysis: Analysis, name: string, shape: Shape, order: DimsOrder): string {
  const place = outputNamed(name)
  return place === null ? formatShape(shape) : writeShape(analysis, place, shape, order)
}

/** What its axes are called, in the order in which they are written: `height × width × channels, one of 6 examples`. */
export function writeAxes(analysis: Analysis, place: Source, shape: Shape, order: DimsOrder): string {
  const names = graphAxes(analysis).names(place) ?? []
  if (names.every((name) => name === null)) return ""
  const words = axisWords(names)
  const { examples, hidden } = notationOf(analysis)
  const axes = written(analysis, place, shape, order).map((axis) => words[axis] ?? `axis ${axis}`)
  const whole = hidden(place) === null
  if (axes.length === 0) return whole ? "" : ofExamples("a number", examples)
  return whole ? axes.join(" × ") : ofExamples(axes.join(" × "), examples)
}

function ofExamples(words: string, examples: number | null): string {
  return examples === 1 ? `${words}; a batch of 1 is left out` : `${words}, for each of N = ${examples} examples`
}

/** The axes of a shape that are written, in order. */
function written(analysis: Analysis, place: Source, shape: Shape, order: DimsOrder): readonly number[] {
  const hidden = notationOf(analysis).hidden(place)
  const all = shape.map((_, axis) => axis)
  const shown = all.filter((axis) => axis !== hidden)
  const spatial = order === "HWC" ? spatialAt(analysis, place) : 0
  if (spatial === 0) return shown
  // What stands before a picture stays there: the batch, or what is left of one that was averaged over.
  const before = shown.length - spatial - 1
  const batch = hidden ?? graphAxes(analysis).batch(place)
  if (before < 0 || before > 1 || (before === 1 && batch !== null && batch !== 0)) return shown
  return [...shown.slice(0, before), ...shown.slice(before + 1), ...shown.slice(before, before + 1)]
}

/**
 * How many axes of an output are spatial: as windows before or behind it say, or as its axes are called. None where channels
 * do not stand in front of them: they were moved behind already, or other things lie there.
 */
function spatialAt(analysis: Analysis, place: Source): number {
  const asked = spatialAxes(analysis).get(place.node) ?? 0
  const named = graphAxes(analysis).names(place) ?? []
  const one = named.filter((name) => name !== "batch")
  const count = asked === 0 && one[0] === "channels" ? one.length - 1 : asked
  const [first, ...rest] = one.slice(-count - 1)
  const isMap = first !== "spatial" && rest.every((name) => name === "spatial" || (asked > 0 && name === null))
  return isMap ? count : 0
}

/** The size of all batches, where shapes of one example say everything; null where they do not. */
function commonBatch(analysis: Analysis): number | null {
  const axes = graphAxes(analysis)
  const sizes = new Set<number>()
  let ofExamples = false
  for (const node of analysis.nodes.values()) {
    if (worksAcrossBatch(node, analysis)) return null
    for (const { place, shape } of outputsOf(node)) {
      const batch = axes.batch(place)
      if (batch === null) continue
      sizes.add(shape[batch] ?? 1)
      ofExamples ||= isExample(axes.names(place) ?? [])
    }
  }
  const [size] = sizes
  return ofExamples && sizes.size === 1 && size !== undefined ? size : null
}

/** A batch of what an op takes for examples, not a matrix of which nobody says what its columns are. */
function isExample(names: readonly (AxisName | null)[]): boolean {
  return names.length > 2 || (names.length === 2 && names.every((name) => name !== null))
}

/** Every tensor that a node puts out, with its place. */
export function outputsOf({
  id,
  op,
  outputs,
}: NodeAnalysis): readonly { readonly place: Source; readonly shape: Shape }[] {
  return Object.entries(outputs ?? {}).flatMap(([port, held]) => {
    const list = op?.outputs[port]?.list === true
    return shapesAt(held).map((shape, index) => ({ shape, place: { node: id, port, ...(list ? { index } : {}) } }))
  })
}

/**
 * The axis of several examples ends here, in a mean over them or in another axis; or a table of them is normalised by what
 * they share. A loss at the end does not count, nor do pictures that are normalised channel by channel: each keeps its shape.
 */
function worksAcrossBatch(node: NodeAnalysis, analysis: Analysis): boolean {
  const axes = graphAxes(analysis)
  const place = primaryPlace(node)
  const answer = axesOfNode(node)
  if (place === null || answer === null) return false
  const ends = axes.batch(place) === null
  const across = (analysis.entering.get(node.id) ?? []).some(({ from, to }) => {
    const before = Object.hasOwn(answer.inputs, to.port) ? axes.batch(from) : null
    const shape = shapeAt(analysis.nodes.get(from.node)?.outputs, from) ?? []
    if (before === null || shape[before] === 1) return false
    const shared = answer.means?.port === to.port && answer.means.over[before] === "all"
    return ends || (shared && shape.length === 2)
  })
  return across && !isObjective(node, analysis)
}

/** A loss, or one number of which nothing but numbers is made. */
function isObjective(node: NodeAnalysis, analysis: Analysis): boolean {
  if (node.op?.shelf === "loss") return true
  const seen = new Set<string>()
  const waiting = [node.id]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    const shapes = Object.values(analysis.nodes.get(id)?.outputs ?? {}).flatMap(shapesAt)
    if (shapes.some(({ length }) => length > 0)) return false
    waiting.push(...(analysis.leaving.get(id) ?? []).map(({ to }) => to.node))
  }
  return true
}

function primaryPlace({ id, op }: NodeAnalysis): Source | null {
  const port = op === null ? null : primaryOutput(op)
  return port === null ? null : { node: id, port, ...(op?.outputs[port]?.list === true ? { index: 0 } : {}) }
}
