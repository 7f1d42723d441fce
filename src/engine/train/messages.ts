// What page and worker say to each other of a training.

import type { GradwireDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Answer, Question } from "../numbers/questions.ts"
import type { RunReport } from "../numbers/report.ts"
import type {
  DataPart,
  Evaluation,
  Surface,
  SurfaceRequest,
  TrainOptions,
  TrainProgress,
  TrainSnapshot,
  TrainSummary,
  UpdateExplanation,
} from "./report.ts"

/** Steps a second; null for as fast as it goes. */
export type TrainSpeed = number | null

/**
 * `resume`: on to the end. `step`: so many steps, then pause. `epoch`: to the end of the epoch, then pause. `stop`: an end that
 * keeps what was learned. `restart`: back to the first params, `ready`. `speed`: from the next step on.
 */
export type TrainControl =
  | { readonly do: "pause" | "resume" | "epoch" | "stop" | "restart" }
  | { readonly do: "step"; readonly count: number }
  | { readonly do: "speed"; readonly speed: TrainSpeed }

/** What a training can be asked between two steps. */
export type TrainQuestion =
  /** `run`: with the last step again, all values and gradients (takes as long as a step). */
  | { readonly what: "snapshot"; readonly run: boolean }
  /** A step that is kept, again in full: with the params that it started from. */
  | { readonly what: "past"; readonly step: number }
  | { readonly what: "evaluate"; readonly part: DataPart }
  | { readonly what: "surface"; readonly request: SurfaceRequest }
  /** `step`: one that is kept, with the params that it started from; null for the params as they are. */
  | {
      readonly what: "surfaces"
      readonly step: number | null
      readonly grid: Omit<SurfaceRequest, "output">
      readonly outputs: readonly string[]
    }
  /** Of the last step that a snapshot showed in full, by the number of its report. */
  | { readonly what: "numbers"; readonly run: number; readonly question: Question }
  /** `index`: flat, row-major. */
  | { readonly what: "update"; readonly param: string; readonly index: number }

/** The answer to the question of the same name. */
export type TrainAnswer =
  | { readonly what: "snapshot"; readonly snapshot: TrainSnapshot<RunReport> }
  | { readonly what: "past"; readonly snapshot: TrainSnapshot<RunReport> }
  | { readonly what: "evaluate"; readonly evaluation: Evaluation }
  | { readonly what: "surface"; readonly surface: Surface }
  /** In the order of the question. */
  | { readonly what: "surfaces"; readonly surfaces: readonly Surface[] }
  | { readonly what: "numbers"; readonly answer: Answer }
  | { readonly what: "update"; readonly update: UpdateExplanation }

/** What the page says. */
export type ToTrainer =
  /** Plan, and if `run` start at once, else wait as `ready`. A training of before is given up. */
  | {
      readonly kind: "train"
      readonly id: number
      // The document as it stands: later edits do not reach a training that has begun.
      readonly document: GradwireDocument
      readonly options: TrainOptions
      readonly run: boolean
      readonly speed: TrainSpeed
    }
  | { readonly kind: "trainControl"; readonly id: number; readonly control: TrainControl }
  /** Answered between two steps, also after the end; `ask` numbers the questions of one training. */
  | { readonly kind: "trainAsk"; readonly id: number; readonly ask: number; readonly question: TrainQuestion }

/** What the worker says. */
export type FromTrainer =
  /** The training has begun (or is ready). */
  | { readonly kind: "trainPlanned"; readonly id: number; readonly plan: TrainSummary }
  /** It cannot be run; at least one of them is an error. */
  | { readonly kind: "trainRefused"; readonly id: number; readonly problems: readonly Problem[] }
  /** At most every PROGRESS_EVERY milliseconds, more often while steps are few, and at each change of state. */
  | { readonly kind: "training"; readonly id: number; readonly progress: TrainProgress }
  | { readonly kind: "trainAnswer"; readonly id: number; readonly ask: number; readonly answer: TrainAnswer }
  /** The question has no answer, in a sentence: no data held back, no such param. */
  | { readonly kind: "trainNoAnswer"; readonly id: number; readonly ask: number; readonly sentence: string }
