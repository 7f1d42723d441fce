// Plans and starts a sweep, in a worker of its own, and tells sweep.ts how it goes.

import { planSweep } from "../../engine/sweep/plan.ts"
import type { SweepOptions, SweepPlan, SweepPoint, SweepProgress, SweepReport } from "../../engine/sweep/report.ts"
import { reportOf } from "../../engine/sweep/summary.ts"
import { createRunner } from "../../engine/worker/client.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { useEngine } from "../library/engine.ts"
import { FRESH_SWEEP, QUIET, type SweepStatus, sweeps, takeUp, useSweep } from "./sweep.ts"

/** What a sweeper must do; engine/worker/client.ts makes the real one. */
interface Sweeper {
  readonly sweep: (
    document: GradwireDocument,
    options: SweepOptions,
    onProgress: (progress: SweepProgress) => void,
  ) => { readonly done: Promise<SweepReport>; readonly cancel: () => void }
}

function optionsNow(): SweepOptions {
  return { dtype: "float32", engine: useEngine.getState().engine }
}

let sweeper: Sweeper | null = null

/** Tests put a sweeper of their own in place. */
export function setSweeper(other: Sweeper): void {
  sweeper = other
}

/** Runs the sweep that the document describes, or the one to begin with. */
export function startSweep(): void {
  const isNewest = sweeps.begin()
  const taken = takeUp()
  const document = { ...taken, sweep: taken.sweep ?? FRESH_SWEEP }
  const options = optionsNow()
  const planned = planSweep(document, options)
  if ("problems" in planned) {
    useSweep.setState({ ...QUIET, status: { kind: "refused", problems: planned.problems } })
    return
  }
  const since = performance.now()
  useSweep.setState({ ...QUIET, status: { kind: "running", progress: null, since } })
  const points: SweepPoint[] = []
  sweeper ??= createRunner()
  const job = sweeper.sweep(document, options, (progress) => {
    if (isNewest()) take(planned.plan, points, progress, since)
  })
  sweeps.hear(
    isNewest,
    job,
    (report) => useSweep.setState({ report, status: { kind: "done", milliseconds: performance.now() - since } }),
    (sentence) => useSweep.setState({ status: { kind: "failed", sentence } }),
  )
}

function take(plan: SweepPlan, points: SweepPoint[], progress: SweepProgress, since: number): void {
  const status: SweepStatus = { kind: "running", progress, since }
  if (progress.points.length === 0) {
    useSweep.setState({ status })
    return
  }
  points.push(...progress.points)
  useSweep.setState({ status, report: reportOf(plan, [...points]) })
}
