// A training as the editor shows it: asked for, followed, questioned. It runs in a worker of its own on the document as it
// stood at the start; edits since then make it `stale`, never stop it. Tensors are held by reference. This folder follows a
// training and what is looked at of it; it takes no step and draws nothing.

import { create } from "zustand"
import { withLearned } from "../../engine/train/answers/learned.ts"
import { addProgress, EMPTY_HISTORY } from "../../engine/train/history.ts"
import type { TrainControl } from "../../engine/train/messages.ts"
import type {
  TrainHistory,
  TrainOptions,
  TrainProgress,
  TrainSnapshot,
  TrainSummary,
} from "../../engine/train/report.ts"
import { createTrainer, type Trainer, type TrainListener } from "../../engine/worker/trainClient.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import { edit, useDocument } from "../document.ts"
import { useEngine } from "../library/engine.ts"
import { sameMeaning } from "../run/sameNumbers.ts"
import { showLearning } from "./learning.ts"
import { useTrainSpeed } from "./speed.ts"

type TrainingStatus =
  | { readonly kind: "idle" }
  /** Asked for; the plan is not there yet. */
  | { readonly kind: "starting" }
  | { readonly kind: "live" }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | { readonly kind: "failed"; readonly sentence: string }

/** A training of before, for comparison. */
export interface PastRun {
  readonly id: number
  readonly words: string
  readonly history: TrainHistory
}

export interface TrainingState {
  readonly status: TrainingStatus
  readonly plan: TrainSummary | null
  /** The latest word; its points are in `history`. */
  readonly progress: TrainProgress | null
  readonly history: TrainHistory
  readonly past: readonly PastRun[]
  /** What is trained. */
  readonly of: GradwireDocument | null
  /** Where the worker broke down: the params that were seen last. */
  readonly kept: TrainSnapshot | null
  /** The document means something else by now. */
  readonly stale: boolean
  /** After how many steps what was learned was last written into the document; 0 for never. */
  readonly keptAt: number
}

const MOST_PAST = 5
const QUIET: Omit<TrainingState, "past"> = {
  status: { kind: "idle" },
  plan: null,
  progress: null,
  history: EMPTY_HISTORY,
  of: null,
  kept: null,
  stale: false,
  keptAt: 0,
}

export const useTraining = create<TrainingState>()(() => ({ ...QUIET, past: [] }))

let trainer: Trainer | null = null
let make: typeof createTrainer = createTrainer
let runs = 0

/** Tests put a trainer of their own in place. */
export function setTrainer(other: typeof createTrainer): void {
  make = other
  trainer = null
}

/** The trainer of the training that is under way. */
export function currentTrainer(): Trainer | null {
  return useTraining.getState().status.kind === "live" ? trainer : null
}

/** True while a training can go on. */
export function isGoing({ status, progress }: TrainingState): boolean {
  return status.kind === "starting" || (status.kind === "live" && !isEnd(progress))
}

export function isRunning({ status, progress }: TrainingState): boolean {
  return status.kind === "starting" || (status.kind === "live" && progress?.state === "running")
}

function isEnd(progress: TrainProgress | null): boolean {
  return progress !== null && ["done", "stopped", "diverged"].includes(progress.state)
}

/** Starts, goes on, or pauses: what the one large button does. */
export function startOrPause(): void {
  showLearning()
  const state = useTraining.getState()
  if (isRunning(state)) control({ do: "pause" })
  else if (isGoing(state) && !state.stale) control({ do: "resume" })
  else begin(true)
}

/** Some steps, or to the end of the epoch, and then a pause. */
export function advance(by: "step" | "epoch"): void {
  showLearning()
  const state = useTraining.getState()
  const word: TrainControl = by === "step" ? { do: "step", count: 1 } : { do: "epoch" }
  if (isGoing(state) && !state.stale) control(word)
  else begin(false, word)
}

export function stopTraining(): void {
  control({ do: "stop" })
}

/** Back to the first params; the curves so far stay for comparison. */
export function backToStart(): void {
  const { stale, status } = useTraining.getState()
  if (stale || status.kind !== "live") {
    begin(false)
    return
  }
  keepCurves()
  control({ do: "restart" })
  useTraining.setState({ history: EMPTY_HISTORY, keptAt: 0 })
}

/** Whether the training has taken steps that the document knows nothing of. */
export function hasUnkept({ progress, keptAt }: TrainingState): boolean {
  return progress !== null && progress.step > 0 && progress.step !== keptAt
}

/** Writes what was learned into the document, as one change that can be undone. */
export async function keepLearned(): Promise<void> {
  const snapshot = (await currentTrainer()?.snapshot()) ?? useTraining.getState().kept
  if (snapshot === null) return
  const changed = useTraining.getState().stale
  edit(`Keep what was learned in ${snapshot.step} steps`, (document) =>
    withLearned(document, snapshot.params, snapshot.buffers),
  )
  useTraining.setState({ keptAt: snapshot.step })
  // What is trained is what the document now says, so the training can go on.
  if (useTraining.getState().status.kind === "live" && !changed)
    useTraining.setState({ of: useDocument.getState().document, stale: false })
}

/** Lays the curves of a training elsewhere beside those of this one; a log of the same name takes the place of the one before. */
export function addPast(words: string, history: TrainHistory): void {
  runs += 1
  const others = useTraining.getState().past.filter((one) => one.words !== words)
  useTraining.setState({ past: [...others, { id: runs, words, history }].slice(-MOST_PAST) })
}

export function forgetPast(): void {
  useTraining.setState({ past: [] })
}

function control(word: TrainControl): void {
  if (useTraining.getState().status.kind === "live") trainer?.control(word)
}

function begin(run: boolean, then?: TrainControl): void {
  keepCurves()
  const { document } = useDocument.getState()
  const options: TrainOptions = { dtype: "float32", engine: useEngine.getState().engine }
  useTraining.setState({ ...QUIET, of: document, status: { kind: "starting" } })
  trainer ??= make()
  const listener: TrainListener = {
    onPlan: (plan) => {
      useTraining.setState({ plan, status: { kind: "live" } })
      if (then !== undefined) control(then)
    },
    onRefused: (problems) => useTraining.setState({ status: { kind: "refused", problems } }),
    onProgress: (progress) =>
      useTraining.setState(({ history }) => ({ progress, history: addProgress(history, progress.points) })),
    onFailed: (sentence, kept) => useTraining.setState({ kept, status: { kind: "failed", sentence } }),
  }
  trainer.start(document, options, listener, run, useTrainSpeed.getState().speed)
}

/** Curves of the training before this one, under a name of their own. */
function keepCurves(): void {
  const { history, plan, past } = useTraining.getState()
  if (history.steps.length < 2 || plan === null) return
  runs += 1
  const words = `run ${runs}: ${plan.optimizer}${plan.batchSize === null ? "" : `, batch ${plan.batchSize}`}`
  useTraining.setState({ past: [...past, { id: runs, words, history }].slice(-MOST_PAST) })
}

function drop(): void {
  trainer?.close()
  trainer = null
  useTraining.setState({ ...QUIET, past: [] })
}

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) {
    drop()
    return
  }
  const { of, stale } = useTraining.getState()
  if (of === null || state.document === before.document) return
  const next = !sameTraining(state.document, of)
  if (next !== stale) useTraining.setState({ stale: next })
})

useTrainSpeed.subscribe(({ speed }) => control({ do: "speed", speed }))

function sameTraining(a: GradwireDocument, b: GradwireDocument): boolean {
  return a.data === b.data && a.training === b.training && sameMeaning(a, b)
}
