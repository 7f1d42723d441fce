// What the sweep's bar says.

import { writeCount, writeNumber } from "../../../formula/number.ts"
import { ENGINE_WORDS } from "../../../state/library/engine.ts"
import type { SweepState } from "../../../state/run/sweep.ts"
import { type Words, writeTime } from "../training/words.ts"

const IDLE: Words = { text: "Vary a number of the graph and plot a result against it.", wrong: false }

export function sweepWords({ status, report, stale }: SweepState): Words {
  const since = stale ? " The graph has changed since." : ""
  switch (status.kind) {
    case "idle":
      return IDLE
    case "running": {
      if (status.progress === null) return { text: "Starting…", wrong: false }
      const { done, of, value, seed } = status.progress
      const taken = performance.now() - status.since
      const left = done === 0 ? "" : `, ${writeTime((taken / done) * (of - done))} left`
      return {
        text: `${writeCount(done)} of ${writeCount(of)} runs, at ${writeNumber(value)} with seed ${seed}${left}.`,
        wrong: false,
      }
    }
    case "done":
      return {
        text: `Done: ${runs(report?.points.length ?? 0)} in ${writeTime(status.milliseconds)}${by(report)}.${failures(report)}${since}`,
        wrong: false,
      }
    case "stopped":
      return { text: `Stopped after ${runs(report?.points.length ?? 0)}; they stay.${since}`, wrong: false }
    case "refused":
      if (stale) return IDLE
      return { text: status.problems[0]?.sentence ?? "It cannot be swept.", wrong: true }
    case "failed":
      return { text: status.sentence, wrong: true }
  }
}

function by(report: SweepState["report"]): string {
  const plan = report?.plan ?? null
  return plan === null ? "" : `, by ${ENGINE_WORDS[plan.engine]}`
}

function runs(count: number): string {
  return count === 1 ? "1 run" : `${writeCount(count)} runs`
}

/** The first reason why a point has no number. */
function failures(report: SweepState["report"]): string {
  const failed = report?.points.filter(({ problem }) => problem !== undefined) ?? []
  const [first] = failed
  if (first?.problem === undefined) return ""
  const at = `at ${writeNumber(first.value)}, seed ${first.seed}`
  return ` ${writeCount(failed.length)} could not be read; the first, ${at}: ${first.problem.sentence}`
}
