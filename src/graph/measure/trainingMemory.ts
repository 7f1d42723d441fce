// Memory of one training step from shapes alone: weights, gradients, optimizer state and buffers, which do not depend on the
// batch, and activations, which do. Activations live as long as somebody needs them: an output until its consumers have
// run, and into backward where a rule reads it; its gradient from the first consumer's rule to its own. So the peak lies
// somewhere on the way, and is found by walking through the schedule, forward in order and backward against it.
// Every moment is a line in the batch size, bytes = fixed + batch·perExample, so one walk answers for all batches.

import type { Dtype } from "../../tensor/tensor.ts"
import type { Analysis } from "../analysis/analysis.ts"
import type { Moment } from "./trainingHolding.ts"
import { type OpReads, Schedule } from "./trainingSchedule.ts"
import { TrainingSizes } from "./trainingSizes.ts"

/** For whom a step is reckoned. */
export interface TrainingMemoryOptions {
  readonly dtype: Dtype
  readonly reads: (kind: string) => OpReads
  /** Tensors of a param's size that the optimizer keeps for it: SGD 0, with momentum 1, Adam 2. */
  readonly stateCopies: number
  /** Params by `node.param` that are not learned: they need neither gradient nor state. Default: none. */
  readonly frozen?: ReadonlySet<string>
}

/** In bytes. */
export interface TrainingMemory {
  readonly weights: number
  /** Of the weights that backward reaches. */
  readonly gradients: number
  readonly state: number
  /** Running statistics. */
  readonly buffers: number
  /** What lives at each op-step, in the order of the schedule. */
  readonly moments: readonly Moment[]
  /** Examples that the Inputs have as drawn; null if nothing has a batch axis: then no batch size changes anything. */
  readonly batch: number | null
  /** Layers whose shapes or params are not known: they are not in the sums, which are then at least so much. */
  readonly unknown: number
}

/** Reckons a training step of a document whose shapes are known; what is not known is left out. */
export function trainingMemory(analysis: Analysis, options: TrainingMemoryOptions): TrainingMemory {
  const sizes = new TrainingSizes(analysis, options.dtype)
  const frozen = options.frozen ?? new Set()
  const schedule = new Schedule(analysis, sizes, options.reads, frozen)
  let [weights, gradients, buffers] = [0, 0, 0]
  for (const node of analysis.nodes.values()) {
    weights += sizes.params(node)
    buffers += sizes.buffers(node)
    if (schedule.backwards.has(node.id)) gradients += sizes.params(node, frozen)
  }
  const moments = schedule.walk()
  return {
    weights,
    gradients,
    state: options.stateCopies * gradients,
    buffers,
    moments,
    batch: sizes.batch,
    unknown: unknownLayers(analysis),
  }
}

function unknownLayers(analysis: Analysis): number {
  const known = [...analysis.nodes.values()].filter(({ outputs, paramsKnown }) => outputs !== null && paramsKnown)
  return analysis.document.nodes.length - known.length
}

/** Activations and their gradients at the fullest moment. */
export function peakAt(
  memory: TrainingMemory,
  batch: number,
): { readonly bytes: number; readonly moment: Moment | null } {
  let best: { bytes: number; moment: Moment | null } = { bytes: 0, moment: null }
  for (const moment of memory.moments) {
    const bytes = moment.fixed + batch * moment.perExample
    if (bytes > best.bytes) best = { bytes, moment }
  }
  return best
}

/** All that a step holds at its fullest. */
export function totalAt(memory: TrainingMemory, batch: number): number {
  return steady(memory) + peakAt(memory, batch).bytes
}

/** Examples of the largest batch that fits; 0 if not even one does, infinite if the batch does not matter and it fits. */
export function largestBatch(memory: TrainingMemory, limit: number): number {
  let largest = steady(memory) <= limit ? Number.POSITIVE_INFINITY : 0
  for (const { fixed, perExample } of memory.moments) {
    const left = limit - steady(memory) - fixed
    if (left < 0) return 0
    if (perExample > 0) largest = Math.min(largest, Math.floor(left / perExample))
  }
  return largest
}

/** What does not depend on the batch. */
export function steady({ weights, gradients, state, buffers }: TrainingMemory): number {
  return weights + gradients + state + buffers
}

/** What the reckoning leaves out, each a sentence. */
export const NOT_MODELLED: readonly string[] = [
  "What a framework and its driver hold for themselves, and gaps between the pieces of memory that they hand out.",
  "Scratch space inside an op, such as the unfolded input of a convolution, and the new copies an optimizer makes for a moment.",
  "What saves memory: ops that write over their input, checkpoints that compute activations twice, lower precision for some tensors.",
  "Ops keep for backward what this editor's own rules read; another framework may keep a little more or less.",
]
