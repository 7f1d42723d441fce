// What a training is, how it goes and what it has learned: types only, for worker, page and command line. Names of tensors
// are those of a run: `node.param` for what is learned, `node:port` for values.

import type { GradwireDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Mode } from "../../ops/op.ts"
import type { Dtype, Shape, Tensor } from "../../tensor/tensor.ts"
import type { MadeData } from "../data/data.ts"
import type { Feed } from "../data/feeds.ts"
import type { AskableRun } from "../numbers/questions.ts"
import type { UpdateLine, UpdateSymbol } from "../optimizers/written.ts"
import type { Engine } from "../pass/result.ts"
import type { Objective } from "../pass/upstream.ts"
import type { Prepared } from "./prepared.ts"
import type { Choices } from "./settings/choices.ts"

/** How a document is trained. */
export interface TrainOptions {
  readonly dtype: Dtype
  /** Default: eager. A float64 training is eager, and so is one where there are no vectors. */
  readonly engine?: Engine
  /** Default: the document's seed, else 0. Data, order, params and dropout all come from it. */
  readonly seed?: number
  /** Default: the document's, else DEFAULT_EPOCHS of plan.ts. */
  readonly epochs?: number
  /** Epochs that were trained elsewhere before: the document holds the params after them. The optimizer begins anew. */
  readonly epochsDone?: number
  /** Leave out a last batch that would be smaller. Default: the document's, else false. */
  readonly dropLast?: boolean
  /** Bytes that one step may hold. Default: RUN_BYTES of graph/limits.ts. */
  readonly memoryLimit?: number
}

/** One tensor that is learned. */
export interface LearnedParam {
  /** `conv1.weight`, `W.value`. */
  readonly name: string
  readonly node: string
  readonly shape: Shape
  /** On the learning rate. */
  readonly multiplier: number
}

/** Where accuracy is read: the classes that a cross-entropy or negative log-likelihood on the way to the target compares. */
export interface Classified {
  /** The loss node. */
  readonly node: string
  /** `node:port` of the scores: the largest along the axis of classes is the prediction. */
  readonly scores: string
  readonly classes: number
  /** Of the data's field that feeds the class indices, where it names them. */
  readonly names: readonly string[] | null
}

/** The plane of an Input of two numbers an example, what can be drawn over it, and where the examples lie, with some air. */
export interface TrainPlane {
  readonly input: string
  readonly outputs: readonly string[]
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

/** A training that can be run: what the page shows before the first step. */
export interface TrainSummary {
  readonly dtype: Dtype
  readonly engine: Engine
  /** Threads that its kernels may run on: one where there is little to share, or memory cannot be shared. */
  readonly threads: number
  readonly seed: number
  /** `node:port`. */
  readonly target: string
  /** What is made smaller: the target itself, or Σ dY·y with the upstream gradient that the document gives it. */
  readonly objective: Objective
  /** Kinds of the optimizer and schedule; null for no clipping. */
  readonly optimizer: string
  readonly schedule: string
  readonly clip: string | null
  /** To train on and held back. Null without data: then the document's own Inputs are the one batch. */
  readonly examples: { readonly training: number; readonly validation: number } | null
  /** Examples of a full batch; null without data. */
  readonly batchSize: number | null
  /** Examples that an epoch leaves out because they would not fill its last batch. */
  readonly dropped: number
  readonly stepsPerEpoch: number
  readonly epochs: number
  /** stepsPerEpoch · epochs. */
  readonly steps: number
  /** In document order; those with multiplier 0 are frozen and not among them. */
  readonly params: readonly LearnedParam[]
  readonly frozen: readonly string[]
  /** Elements of all `params`. */
  readonly learned: number
  readonly classified: Classified | null
  /** The Input that takes two numbers an example, for a decision surface, and the outputs that can be drawn over it. */
  readonly plane: TrainPlane | null
  /** Warnings of the analysis and of the plan. */
  readonly problems: readonly Problem[]
}

/**
 * `ready`: before the first step. `paused`: goes on when asked. `done`: all epochs. `stopped`: by the person; `diverged`: by a
 * number that is not finite, or by a kernel that failed. The last three are ends: questions are still answered, only a restart leads out of them.
 */
export type TrainState = "ready" | "running" | "paused" | "done" | "stopped" | "diverged"

/** One step on the curves. */
export interface StepPoint {
  /** From 1. */
  readonly step: number
  /** Of the step's batch, before the update. */
  readonly loss: number
  /** Of the schedule, before multipliers. */
  readonly rate: number
  /** √(Σ g²) over all learned params, before clipping. */
  readonly gradientNorm: number
}

/** How good the params are on some examples. */
export interface Metrics {
  /** Mean over the examples; of a target that sums them, brought to a full batch. Of training: each batch as the step saw it, in training mode; of validation: in evaluation mode. */
  readonly loss: number
  /** Share from 0 to 1; null where the target compares no classes. */
  readonly accuracy: number | null
}

/** One epoch on the curves. */
export interface EpochPoint {
  /** From 1. */
  readonly epoch: number
  /** The epoch's last step. */
  readonly step: number
  readonly training: Metrics
  readonly validation: Metrics | null
}

/** How large the learned params are; in the order of `TrainSummary.params`. */
export interface ParamPoint {
  readonly step: number
  /** RMS of each after the step. */
  readonly values: readonly number[]
  /** RMS of the gradient of each, before clipping. */
  readonly gradients: readonly number[]
}

/** Curves so far. Long ones are thinned: every second point is dropped when there are more than MOST_… of history.ts. */
export interface TrainHistory {
  readonly steps: readonly StepPoint[]
  readonly epochs: readonly EpochPoint[]
  readonly params: readonly ParamPoint[]
}

/** Which steps of a training can be gone back to, besides the last. */
export interface KeptSteps {
  /** The first step, and from it on every so many; null where a single one is more than the limit: then the first alone. */
  readonly every: number | null
  readonly count: number
  /** What they take, and what they may take. */
  readonly bytes: number
  readonly limit: number
}

/** How far a training is. */
export interface TrainProgress {
  readonly state: TrainState
  /** Steps done. */
  readonly step: number
  /** Whole epochs done. */
  readonly epoch: number
  /** Milliseconds at work, pauses left out. */
  readonly milliseconds: number
  /** Steps a second of late; null before there are any. */
  readonly pace: number | null
  /** Threads that are up: fewer than the summary says where some have not started, or were lost. */
  readonly threads: number
  readonly past: KeptSteps
  /** What came since the progress before; after a restart all starts again from step 1. Add it with `addProgress` of history.ts. */
  readonly points: TrainHistory
  /** Where `diverged`: the step, the node and the first tensor that is not finite, or the kernel that failed. */
  readonly problem: Problem | null
  /** What has happened, though it goes on. */
  readonly warning: Problem | null
}

/** Params as they are, or as an earlier step found them, as copies. `R`: a run as its owner has it, in full, or as the page knows it. */
export interface TrainSnapshot<R = AskableRun> {
  readonly step: number
  readonly epoch: number
  /** `node.param` of everything learned or frozen: after the last step, and before the first. */
  readonly params: ReadonlyMap<string, Tensor>
  readonly initial: ReadonlyMap<string, Tensor>
  /** Running statistics after the last step. */
  readonly buffers: ReadonlyMap<string, Tensor>
  /**
   * The last step again with every value and every gradient, those of the data included: its batch, and the params it
   * started from. Null where it was not asked for or no step was taken.
   */
  readonly run: R | null
}

/** What is trained on, and what is held back. */
export type DataPart = "training" | "validation"

/** An example that the network gets wrong. */
export interface Mistake {
  /** Its number in its part, from 0. */
  readonly example: number
  /** −log p of the actual class. */
  readonly loss: number
  readonly predicted: number
  readonly actual: number
  /** What the example feeds, by Input, without the batch axis. */
  readonly inputs: ReadonlyMap<string, Tensor>
}

/** One part of the data in evaluation mode, with the params as they are. */
export interface Evaluation extends Metrics {
  readonly part: DataPart
  readonly step: number
  readonly examples: number
  /** Rows: actual class; columns: predicted. Null where the target compares no classes. */
  readonly confusion: readonly (readonly number[])[] | null
  readonly names: readonly string[] | null
  /** Wrong ones, the largest loss first; at most MOST_MISTAKES of evaluate.ts. */
  readonly mistakes: readonly Mistake[]
}

/** A grid over an Input that takes two numbers an example. */
export interface SurfaceRequest {
  /** Id of the Input. */
  readonly input: string
  /** `node:port`. */
  readonly output: string
  /** Ends of both axes; the first and last grid lines lie on them. */
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
  readonly columns: number
  readonly rows: number
}

/** What the network makes of every point of a grid. */
export interface Surface {
  readonly request: SurfaceRequest
  readonly step: number
  /** rows × columns × whatever the output has for one example; row 0 at y[0]. In evaluation mode. */
  readonly values: Tensor
}

/** The update of one weight in the last step, number by number. */
export interface UpdateExplanation {
  readonly param: string
  readonly index: number
  readonly step: number
  readonly optimizer: string
  /** Before and after, and the gradient that was used (after clipping). */
  readonly before: number
  readonly gradient: number
  readonly after: number
  /** Rate after schedule and multiplier. */
  readonly rate: number
  /** The rule, LaTeX, one line for each assignment. */
  readonly tex: readonly string[]
  /** Each assignment with the numbers put in. */
  readonly lines: readonly UpdateLine[]
  /** What the letters mean. */
  readonly symbols: readonly UpdateSymbol[]
}

/** Everything a training needs; nothing of it changes while it goes on. */
export interface TrainPlan {
  readonly document: GradwireDocument
  readonly summary: TrainSummary
  readonly choices: Choices
  readonly dtype: Dtype
  readonly seed: number
  readonly data: MadeData | null
  readonly feeds: readonly Feed[]
  readonly shuffle: boolean
  /** Draw Inputs that have neither values nor data anew for each step. */
  readonly redraw: boolean
  /** By `node.param`. */
  readonly frozen: ReadonlySet<string>
  /** Examples of a full batch, where the target is a sum over them; null where it is a mean, or there are no data. */
  readonly whole: number | null
  /** Steps that were taken elsewhere before the first one here. */
  readonly done: number
  /** The graph at a batch size and mode; made once. */
  readonly at: (size: number, mode: Mode) => Prepared
  /** Examples that one pass in evaluation mode takes of `all`. */
  readonly chunk: (all: number) => number
  /** Bytes that one step, or what looks into it, may hold. */
  readonly memoryLimit: number
}
