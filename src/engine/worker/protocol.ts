// What page and worker say to each other. Every message carries the number of the job it belongs to: a run, a check of
// the gradients, a sweep, the singular values of a matrix, or a training (train/messages.ts says what its messages mean).
// The tensors of a run stay in the worker until a newer run is done: they are asked about by the number of their run.

import type { GradwireDocument } from "../../graph/document.ts"
import type { Mode } from "../../ops/op.ts"
import type { MatrixReading } from "../../tensor/matrix/matrix.ts"
import type { Dtype } from "../../tensor/tensor.ts"
import type { GradcheckOptions, GradcheckProgress, GradcheckResult } from "../check/gradcheck.ts"
import type { Answer, Answered, Question } from "../numbers/questions.ts"
import type { RunReport } from "../numbers/report.ts"
import type { Progress, RunOptions } from "../pass/result.ts"
import type { SweepOptions, SweepProgress, SweepReport } from "../sweep/report.ts"
import type { FromTrainer, ToTrainer } from "../train/messages.ts"

/** A check of the gradients, with the mode of its analysis. */
export interface CheckOptions extends GradcheckOptions {
  readonly mode: Mode
}

/** A matrix whose singular values are asked for. */
export interface MatrixQuestion {
  readonly rows: number
  readonly columns: number
  /** Row-major. */
  readonly data: Float32Array | Float64Array
  readonly dtype: Dtype
}

/** What the page says. */
export type ToWorker =
  /** `questions` are answered along with the result: what is looked at comes in one journey. */
  | {
      readonly kind: "run"
      readonly id: number
      readonly document: GradwireDocument
      readonly options: RunOptions
      readonly questions: readonly Question[]
    }
  | { readonly kind: "check"; readonly id: number; readonly document: GradwireDocument; readonly options: CheckOptions }
  | { readonly kind: "sweep"; readonly id: number; readonly document: GradwireDocument; readonly options: SweepOptions }
  | { readonly kind: "matrix"; readonly id: number; readonly matrix: MatrixQuestion }
  /** Of the run `id`; `ask` numbers the questions. Answered between two slices of whatever is at work. */
  | { readonly kind: "ask"; readonly id: number; readonly ask: number; readonly question: Question }
  | ToTrainer
  | { readonly kind: "cancel"; readonly id: number }

/** What the worker says. */
export type FromWorker =
  | { readonly kind: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly kind: "result"; readonly id: number; readonly report: RunReport; readonly along: readonly Answered[] }
  | { readonly kind: "answer"; readonly id: number; readonly ask: number; readonly answer: Answer }
  | { readonly kind: "checking"; readonly id: number; readonly progress: GradcheckProgress }
  | { readonly kind: "checked"; readonly id: number; readonly result: GradcheckResult }
  /** Carries the points that were finished since the message before; the last ones come with the report alone. */
  | { readonly kind: "sweeping"; readonly id: number; readonly progress: SweepProgress }
  | { readonly kind: "swept"; readonly id: number; readonly report: SweepReport }
  /** Null where a number is NaN or infinite. */
  | { readonly kind: "matrixRead"; readonly id: number; readonly reading: MatrixReading | null }
  | FromTrainer
  | { readonly kind: "cancelled"; readonly id: number }
  /** The job threw outside of any op's rule. `node` is the one that was running. */
  | { readonly kind: "failed"; readonly id: number; readonly node: string | null; readonly sentence: string }
  /** The worker's own code could not be loaded. */
  | { readonly kind: "missing"; readonly sentence: string }

/** What a runner needs of a worker, and what it wants to hear from it. Tests give a fake. */
export interface WorkerHandle {
  readonly post: (message: ToWorker) => void
  readonly terminate: () => void
}
/** What is heard of a worker. */
export interface WorkerEvents {
  readonly onMessage: (message: FromWorker) => void
  /** The worker itself broke down; nothing more comes from it. */
  readonly onCrash: (reason: string) => void
}
/** Starts a worker. */
export type MakeWorker = (events: WorkerEvents) => WorkerHandle
