// Going back through a training on the canvas: to any step that the worker keeps, with the params that it started from, and
// to the end again. A training that is running is paused; the document is left alone until somebody takes those params.

import { withLearned } from "../../engine/train/answers/learned.ts"
import type { Trainer } from "../../engine/worker/trainClient.ts"
import { edit } from "../document.ts"
import { useLearning } from "./learning.ts"
import { paceTraining } from "./speed.ts"
import { currentTrainer, isRunning, startOrPause, useTraining } from "./training.ts"
import { leaveLearning, showSnapshot } from "./trainingCanvas.ts"
import { showUnits, unitsQuestion } from "./units.ts"

/** So many kept steps at a press of a page key. */
const PAGE = 10

/** The step nearest to one that can be shown: the first and from it on every so many, and the last. */
export function keptNear(step: number, every: number | null, last: number): number {
  const among = every ?? last
  const before = 1 + among * Math.round((step - 1) / among)
  const near = Math.max(1, before)
  return near >= last || Math.abs(last - step) <= Math.abs(near - step) ? last : near
}

/** Shows a step, or the nearest that is kept. */
export function goToStep(step: number): void {
  const { progress } = useTraining.getState()
  if (progress === null || progress.step === 0) return
  const near = keptNear(step, progress.past.every, progress.step)
  if (near === progress.step) goToEnd()
  else {
    if (isRunning(useTraining.getState())) startOrPause()
    useLearning.setState({ at: near })
    void fetchPast()
  }
}

/** So many kept steps on, or back. */
export function goBy(count: number): void {
  const { progress } = useTraining.getState()
  if (progress === null) return
  const { every } = progress.past
  const at = useLearning.getState().at ?? progress.step
  const among = every ?? progress.step
  const slots = (at - 1) / among
  // From the last step, which need not be a kept one, back to the one before.
  const next = count < 0 ? Math.ceil(slots) + count : Math.floor(slots) + count
  goToStep(Math.min(progress.step, Math.max(1, 1 + next * among)))
}

/** The last step, as if one had never gone back. */
export function goToEnd(): void {
  if (useLearning.getState().at === null) return
  useLearning.setState({ at: null, past: null })
  const trainer = currentTrainer()
  if (trainer === null) return
  trainer.snapshot(true).then(showSnapshot, () => {})
  void fetchUnits(trainer, null)
}

/** Over the plane of two inputs; of a step that is kept, or of the params as they are. */
async function fetchUnits(trainer: Trainer, step: number | null): Promise<void> {
  const question = unitsQuestion(useTraining.getState().plan, step)
  if (question === null) return
  const surfaces = await trainer.surfaces(question).catch(() => null)
  const { at, visible } = useLearning.getState()
  if (surfaces !== null && visible && (at === null) === (step === null)) showUnits(surfaces)
}

let asking = false

/** One question at a time; the step that is wanted by then comes next. */
async function fetchPast(): Promise<void> {
  if (asking) return
  asking = true
  try {
    for (let done: number | null = null; ; ) {
      const { at } = useLearning.getState()
      const trainer = currentTrainer()
      if (at === null || at === done || trainer === null) return
      done = at
      const past = await trainer.past(at)
      if (useLearning.getState().at === null) return
      useLearning.setState({ past })
      showSnapshot(past)
      await fetchUnits(trainer, at)
    }
  } catch {
    // The training is over, or that step was let go meanwhile: the last one is shown.
    goToEnd()
  } finally {
    asking = false
  }
}

/** Writes the params of the step that is shown into the document, as one change that can be undone; training begins anew from there. */
export function usePastParams(): void {
  const { at, past } = useLearning.getState()
  if (at === null || past === null) return
  edit(`Use the params of step ${past.step}`, (document) => withLearned(document, past.params, past.buffers))
}

/** What keys mean to a training on the canvas, by the names that browsers have for them. */
const KEYS: ReadonlyMap<string, () => void> = new Map([
  [" ", startOrPause],
  ["ArrowLeft", () => goBy(-1)],
  ["ArrowDown", () => goBy(-1)],
  ["ArrowRight", () => goBy(1)],
  ["ArrowUp", () => goBy(1)],
  ["PageDown", () => goBy(-PAGE)],
  ["PageUp", () => goBy(PAGE)],
  ["Home", () => goToStep(1)],
  ["End", goToEnd],
  ["<", () => paceTraining(-1)],
  [">", () => paceTraining(1)],
  ["Escape", () => (useLearning.getState().at === null ? leaveLearning() : goToEnd())],
])

/** Does what a key means to the training that is on the canvas; false where it means nothing there. */
export function pressOnLearning(key: string): boolean {
  const act = useLearning.getState().visible ? KEYS.get(key) : undefined
  act?.()
  return act !== undefined
}
