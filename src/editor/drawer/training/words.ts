// What the training's bar says.

import type { TrainProgress, TrainSummary } from "../../../engine/train/report.ts"
import { writeCount } from "../../../formula/number.ts"
import type { Problem } from "../../../graph/problem.ts"
import { ENGINE_WORDS } from "../../../state/library/engine.ts"
import type { TrainingState } from "../../../state/training/training.ts"

export interface Words {
  readonly text: string
  readonly wrong: boolean
}

/** Where the training stands, in one line; `wrong` where it cannot go on. */
export function trainingWords({ status, plan, progress, stale }: TrainingState): Words {
  switch (status.kind) {
    case "idle":
      return IDLE
    case "starting":
      return { text: "Making the data and the first params…", wrong: false }
    case "refused":
      if (stale) return IDLE
      return {
        text: status.problems.find(({ severity }) => severity === "error")?.sentence ?? "It cannot be trained.",
        wrong: true,
      }
    case "failed":
      return { text: status.sentence, wrong: true }
    case "live":
      return {
        text: [
          progress?.problem ? told(progress.problem) : plan && progress ? placeOf(plan, progress) : "",
          progress?.warning ? told(progress.warning) : "",
          stale ? STALE : "",
        ]
          .filter(Boolean)
          .join(" "),
        wrong: progress?.problem != null,
      }
  }
}

/** Sentences that stand at a node elsewhere may not name it. */
function told({ node, sentence }: Problem): string {
  return node === undefined || sentence.includes(`"${node}`) ? sentence : `At "${node}": ${sentence}`
}

const IDLE: Words = { text: "Train the parameters of this graph, one update at a time or to the end.", wrong: false }
const STALE = "The graph has changed since; Train begins anew with it."

function placeOf(plan: TrainSummary, progress: TrainProgress): string {
  const { state, step, epoch, milliseconds, pace, threads } = progress
  const epochs = `epoch ${writeCount(Math.min(plan.epochs, epoch + (state === "running" ? 1 : 0)))} of ${writeCount(plan.epochs)}`
  const steps = `step ${writeCount(step)} of ${writeCount(plan.steps)}`
  const time = writeTime(milliseconds)
  switch (state) {
    case "ready":
      return `Ready: ${writeCount(plan.learned)} numbers to learn in ${writeCount(plan.steps)} steps${leftOut(plan)}.`
    case "running": {
      if (pace === null) return `${capital(epochs)}, ${steps}.`
      return `${capital(epochs)}, ${steps}, ${writePace(pace)}, ${writeTime(((plan.steps - step) / pace) * 1000)} left.`
    }
    case "paused":
      return `Paused after ${steps}, ${epochs}.`
    case "done":
      return `Done: ${writeCount(step)} steps in ${time}, by ${ENGINE_WORDS[plan.engine]}${onThreads(plan.threads, threads)}.`
    case "stopped":
      return `Stopped after ${steps}, ${time}.`
    case "diverged":
      return `Stopped at ${steps}: a number is no longer finite.`
  }
}

/** Nothing on one thread, unless more were to share the work. */
function onThreads(most: number, up: number): string {
  if (most === 1) return ""
  if (up === most) return ` on ${most} threads`
  return up === 1 ? " on one thread, since no other has started" : ` on ${up} threads of ${most}`
}

function leftOut({ dropped }: TrainSummary): string {
  if (dropped === 0) return ""
  return `, ${dropped === 1 ? "1 example" : `${writeCount(dropped)} examples`} left out in each epoch`
}

function writePace(pace: number): string {
  return pace >= 10 ? `${writeCount(Math.round(pace))} steps/s` : `${pace.toFixed(1)} steps/s`
}

/** `0.4 s`, `12 s`, `3 min 05 s`. */
export function writeTime(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (!Number.isFinite(seconds)) return "unknown"
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
