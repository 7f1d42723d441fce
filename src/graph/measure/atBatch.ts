// The document as it is for another batch: every source that follows the batch has that many examples along its axis, and all
// shapes behind it are worked out anew. Which source follows is its attribute `batch`, and where that says "auto" the axes of
// what it joins; equal sizes say nothing.

import { knownOps } from "../../ops/known.ts"
import { type Shape, sameShape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { analyze } from "../analysis/analyze.ts"
import { singleShape } from "../analysis/shapes.ts"
import { type GradwireDocument, isQuarantined } from "../document.ts"
import { count, type Problem } from "../problem.ts"
import { graphAxes } from "./axes/axes.ts"

/** Whether the numbers of a source are written in the document: then it has as many examples as were written. */
function isWritten({ node }: NodeAnalysis): boolean {
  return node.values?.value !== undefined
}

/** The shape that a source would have in a batch of so many examples; null where it has no axis for them, or is not to follow. */
function shapeInBatch(analysis: Analysis, node: NodeAnalysis, size: number): Shape | null {
  const shape = singleShape(node.outputs?.value)
  const follows = node.context?.attrs.batch
  if (shape === null || shape.length === 0 || follows === undefined || follows === false) return null
  const place = { node: node.id, port: "value" }
  const axes = graphAxes(analysis)
  const examples = axes.examples(place)
  const isWhole = (cells: number) => examples !== null && cells % examples === 0
  // Rows of several to an example: real and generated ones joined, or N·T×C before a Reshape.
  const axis = axes.batch(place) ?? shape.findIndex(isWhole)
  const cells = shape[axis]
  if (cells !== undefined) return shape.with(axis, isWhole(cells) ? (cells / (examples ?? 1)) * size : size)
  return follows === true ? shape.with(0, size) : null
}

/** Sources that follow the batch of data that are fed: by id, their shapes. Numbers that are written stay as many as they are. */
export function followers(analysis: Analysis, fed: ReadonlySet<string>, size: number): ReadonlyMap<string, Shape> {
  return shapesWhere(analysis, size, (node) => !fed.has(node.id) && !isWritten(node))
}

/** Sources that have an axis of examples and keep the size that they have, because their numbers are written or by choice. */
export function keepers(analysis: Analysis, fed: ReadonlySet<string>): readonly NodeAnalysis[] {
  return [...analysis.nodes.values()].filter((node) => {
    if (fed.has(node.id) || node.context?.attrs.batch === undefined) return false
    const chosen = node.context.attrs.batch === false
    const batch = graphAxes(analysis).batch({ node: node.id, port: "value" })
    return batch !== null && (chosen || isWritten(node))
  })
}

function shapesWhere(
  analysis: Analysis,
  size: number,
  follows: (node: NodeAnalysis) => boolean,
): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>()
  for (const node of analysis.nodes.values()) {
    const shape = follows(node) ? shapeInBatch(analysis, node, size) : null
    const drawn = singleShape(node.outputs?.value)
    if (shape !== null && drawn !== null && !sameShape(shape, drawn)) shapes.set(node.id, shape)
  }
  return shapes
}

/** The document with these shapes at its sources; numbers written there are left out. */
export function withShapes(document: GradwireDocument, shapes: ReadonlyMap<string, Shape>): GradwireDocument {
  if (shapes.size === 0) return document
  const nodes = document.nodes.map((entry) => {
    const shape = shapes.get(entry.id)
    if (shape === undefined || isQuarantined(entry)) return entry
    const { values: _, ...rest } = entry
    return { ...rest, attrs: { ...entry.attrs, shape } }
  })
  return { ...document, nodes }
}

// ---- Any batch ----------------------------------------------------------------------------------------------------------

/** A graph at a batch that it was not drawn with. */
export interface AtBatch {
  readonly analysis: Analysis
  /** Why it cannot be computed there though it can as drawn. */
  readonly problems: readonly Problem[]
  /** These, and what is wrong at any size. */
  readonly all: readonly Problem[]
}

/** More are not kept: a search asks each size once. */
const MOST_KEPT = 32
const known = new WeakMap<Analysis, Map<number, AtBatch>>()

/**
 * The graph with every batch of this size, in the mode of `analysis`. Inputs stand for data whatever numbers they hold, unless
 * the document has data for others; a Constant that is written, or an Input beside fed ones, keeps its size.
 */
export function atBatch(analysis: Analysis, size: number): AtBatch {
  const before = known.get(analysis)?.get(size)
  if (before !== undefined) return before
  const answer = analyzeAtBatch(analysis, size)
  const kept = known.get(analysis) ?? new Map<number, AtBatch>()
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(size, answer)
  known.set(analysis, kept)
  return answer
}

function analyzeAtBatch(analysis: Analysis, size: number): AtBatch {
  const { document, mode } = analysis
  const feeds = document.data?.feeds
  const fed = new Set(Object.keys(feeds ?? {}))
  const isData = ({ id, op }: NodeAnalysis) => fed.has(id) || (feeds === undefined && op?.kind === "Input")
  const shapes = shapesWhere(analysis, size, (node) => isData(node) || !isWritten(node))
  const changed = withShapes(document, shapes)
  if (changed === document) return { analysis, problems: [], all: analysis.problems }
  // An upstream gradient that is written has the shape as drawn; costs and memory ask for none.
  const { upstream: _, ...bare } = changed
  const there = analyze(bare, knownOps, mode)
  const words = `With a batch of ${examplesWords(size)}`
  const following = new Set([...fed, ...shapes.keys()])
  const isNew = newErrors(analysis)
  // How many numbers one tensor may have is a limit of this editor's runs, not of the graph.
  const isLimit = ({ code, node = "" }: Problem) => code === "GW-T101" && shapes.has(node)
  const found = there.problems.filter((problem) => !(isNew(problem) && isLimit(problem)))
  const all = found.map((problem) => (isNew(problem) ? inBatch(problem, words, analysis, following) : problem))
  return { analysis: there, problems: all.filter((_, i) => found[i] !== undefined && isNew(found[i])), all }
}

/** Tells errors that the document as written does not have. */
export function newErrors(written: Analysis): (problem: Problem) => boolean {
  const before = new Set(written.problems.filter(isError).map(({ code, node }) => `${code} ${node}`))
  return (problem) => isError(problem) && !before.has(`${problem.code} ${problem.node}`)
}

function isError({ severity }: Problem): boolean {
  return severity === "error"
}

/** A problem that comes from the size of a batch: `words` begin its sentence, and what does not follow the batch ends it. */
export function inBatch(problem: Problem, words: string, written: Analysis, fed: ReadonlySet<string>): Problem {
  const kept = keepers(written, fed).find(({ id }) => problem.node !== undefined && leads(written, id, problem.node))
  const why = kept === undefined ? shapedWords(written, problem.node) : keptWords(written, kept)
  const sentence = `${words}: ${problem.sentence}${why === null ? "" : ` ${why}`}`
  return { ...problem, code: "GW-R110", sentence }
}

function keptWords(written: Analysis, { id, node, context, outputs }: NodeAnalysis): string {
  const axis = graphAxes(written).batch({ node: id, port: "value" })
  const rows = axis === null ? undefined : singleShape(outputs?.value)?.[axis]
  const has = rows === undefined ? "its size" : examplesWords(rows)
  return context?.attrs.batch === false
    ? `"${id}" keeps ${has}, since its attribute batch is false; set it to "auto".`
    : `"${id}" keeps the ${has} that ${node.op === "Input" ? "are written there" : "it was written with"}; clear its numbers to let it follow the batch.`
}

/** The node before it that was told how many examples there are, such as an Expand of a class token; null if there is none. */
function shapedWords(written: Analysis, before: string | undefined): string | null {
  if (before === undefined) return null
  const axes = graphAxes(written)
  const batches = [...written.nodes.keys()].map((id) => axes.examples({ node: id, port: "value" }))
  const batch = batches.find((examples) => examples !== null)
  const shaped = [...written.nodes.values()].find(({ id, op, context }) => {
    const shape = context?.attrs.shape
    const makes = op !== null && Object.keys(op.inputs).length > 0 && Array.isArray(shape) && shape[0] === batch
    return makes && id !== before && leads(written, id, before)
  })
  if (shaped === undefined || batch == null) return null
  return `"${shaped.id}" makes ${count(batch)} of its input whatever the batch is, since its attribute shape says so.`
}

/** Whether a node lies before another. */
function leads(analysis: Analysis, from: string, to: string): boolean {
  const seen = new Set([from])
  for (const id of seen) {
    if (id === to) return true
    for (const wire of analysis.leaving.get(id) ?? []) seen.add(wire.to.node)
  }
  return false
}

/** `1 example`, `1,024 examples`. */
export function examplesWords(size: number): string {
  return size === 1 ? "1 example" : `${count(size)} examples`
}
