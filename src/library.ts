// Gradwire as a library: the one door for bench/, scripts/ and whoever else is not the app. What stands here keeps its name
// and its meaning while the folders behind it change. Everything but convert is synchronous, plain data in, plain data out.
// It refuses what needs a page (stores, canvas, workers), and nothing in src imports it. Trouble with a document is a
// `Problem` with a code and a sentence; what throws is a mistake of the caller.

import { readsOf } from "./engine/pass/reads.ts"
import { withLearned } from "./engine/train/answers/learned.ts"
import { numbersSource } from "./engine/train/answers/numbersSource.ts"
import { learnedBy } from "./engine/train/answers/snapshot.ts"
import type { Run } from "./engine/train/train.ts"
import type { Exported } from "./formats/exports/exportFormat.ts"
import { exportFormats } from "./formats/exports/registry.ts"
import type { Analysis } from "./graph/analysis/analysis.ts"
import type { GradwireDocument } from "./graph/document.ts"
import {
  trainingMemory as reckonMemory,
  type TrainingMemory,
  type TrainingMemoryOptions,
} from "./graph/measure/trainingMemory.ts"
import { type Matrix, spectralNorm as normOf, singularValues as valuesOf } from "./tensor/matrix/svd.ts"
import { finish } from "./tensor/work.ts"

/** The terms that add up to one cell of a run, a value or a gradient; null if the run has no such cell. */
export { explain } from "./engine/explain/explain.ts"
export type { Cell } from "./engine/explain/terms/explanation.ts"
/**
 * One forward and backward pass of an analysis, in its mode. Values, gradients and what came back along each wire, by full
 * names: `conv1:output`, `conv1.weight`, `X:value>mu:input`. `clock`, in milliseconds, only times the steps. The ops' own rules run
 * unless `engine` asks for kernels; then the numbers stand until `arena.release()`. `only`: names
 * of places that are looked at, so that kernels need not keep the others. `kept`: params and buffers by node, else they are read
 * or drawn.
 */
export { run } from "./engine/planned/plain.ts"
/** `offerThreads`: who trains from now on shares its work with threads that are started so; `thread` is what each of them does, as text. */
export { offerThreads } from "./engine/planned/threads/sharing.ts"
export { thread } from "./engine/planned/threads/thread.ts"
/** Runs or trains a document at every value of its `sweep`; a point that cannot be run has its sentence. */
export { sweep } from "./engine/sweep/sweep.ts"
/** The training of a document, ready to start; or `plan` is null and `problems` say why. Makes the data. */
export { planTraining } from "./engine/train/plan.ts"
/**
 * `startRun`: a planned training before its first step. `trainSteps`: takes the steps that are left, as an iterator that
 * stops where its caller stops; it ends early, with `problem` set on the run, where a loss is no number any more.
 */
export { startRun, trainSteps } from "./engine/train/train.ts"
/**
 * All that is known of a document before it runs: order, shapes (contiguous, N×C×H×W), params, wires, problems. `mode` is
 * "train" unless said otherwise. A node that cannot be understood has a problem; the rest is analysed.
 */
export { analyze } from "./graph/analysis/analyze.ts"
export type { GradwireDocument, NodeDocument } from "./graph/document.ts"
/** What is drawn of a graph and where, in canvas pixels: cards, wires as curves, frames. Lays out what has no place. */
export { sceneOf as scene } from "./graph/drawing/scene.ts"
/** The point at a share (0 to 1) of a curve's length, in canvas pixels. */
export { pointAt } from "./graph/drawing/wires/curve.ts"
export type { Box, Join } from "./graph/layout/layout.ts"
/** Places for boxes and the joins between them, in the unit of their sizes: the upper left corner of each, by id. */
export { layout } from "./graph/layout/layout.ts"
/** The layer table: one row a node in order, with counts of params and multiply-adds, and receptive fields in pixels. */
export { summaryRows } from "./graph/measure/table.ts"
/** Ways for wires round boxes, in the unit of their places: the corners of each that cannot run directly, by id. */
export { routes } from "./graph/routing/routes.ts"
export type { WireWish } from "./graph/routing/wish.ts"
/**
 * Reads a document from text or bytes. Damage stays local: `document` is null only if nothing could be opened, and
 * `problems` say why.
 */
export { readDocument as read } from "./graph/text/read.ts"
/** The text of a document as files have it; nodes that could not be read come out as they were. */
export { writeDocument as write } from "./graph/text/write.ts"
/** Every kind of node by its name (`Conv2d`), with its rules for shapes, values, gradients and formulas. */
export { ops } from "./ops/registry.ts"
export type { Matrix } from "./tensor/matrix/svd.ts"

/** Memory of one training step in bytes, reckoned from shapes alone. Layers without known shapes are counted as `unknown`. */
export function trainingMemory(analysis: Analysis, options: Omit<TrainingMemoryOptions, "reads">): TrainingMemory {
  return reckonMemory(analysis, { ...options, reads: readsOf })
}

/**
 * A document in a format of `gradwire convert`, by its word (`torch`): the files that it makes, and what it cannot say. The only
 * door that answers later.
 */
export async function convert(analysis: Analysis, kind: string): Promise<Exported> {
  const format = exportFormats.get(kind)
  if (format === undefined) throw new Error(`"${kind}" is no format; ${[...exportFormats.keys()].join(", ")} are`)
  const { dtype } = format
  return format.write(
    {
      analysis,
      dtype,
      order: analysis.document.view?.shapes ?? "CHW",
      name: "model",
      ...numbersSource(analysis, dtype),
    },
    new Set(),
  )
}

/** min(rows, columns) singular values, the largest first; null if a number of the matrix is NaN or infinite. */
export function singularValues(matrix: Matrix): Float64Array | null {
  return finish(valuesOf(matrix))
}

/** The largest singular value alone, which is quicker to find; null if a number of the matrix is NaN or infinite. */
export function spectralNorm(matrix: Matrix): number | null {
  return finish(normOf(matrix))
}

/**
 * The document of a run with the params and buffers that it has now as `values`, by the names of its nodes. `bytes`: params as
 * bytes with a scale, which make a short link.
 */
export function learned(
  document: GradwireDocument,
  run: Run,
  options: { readonly bytes?: boolean } = {},
): GradwireDocument {
  const { params, buffers } = learnedBy(run.learner, run.epoch)
  return withLearned(document, params, buffers, options)
}
