// A sweep as the editor shows it: how far it is, the points so far, and the curves through them. It has a worker of its
// own. It sweeps the document as it stood at the start; edits since then make it `stale`.

import { create } from "zustand"
import { createRunner } from "../engine/client.ts"
import { planSweep } from "../engine/sweep/plan.ts"
import type { SweepOptions, SweepPlan, SweepPoint, SweepProgress, SweepReport } from "../engine/sweep/report.ts"
import { reportOf } from "../engine/sweep/summary.ts"
import type { GradwireDocument, SweepDocument } from "../graph/document.ts"
import type { Problem } from "../graph/problem.ts"
import { useDocument } from "./document.ts"
import { sameMeaning } from "./run.ts"

export type SweepStatus =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly progress: SweepProgress | null; readonly since: number }
  | { readonly kind: "done"; readonly milliseconds: number }
  | { readonly kind: "stopped" }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | { readonly kind: "failed"; readonly sentence: string }

export interface SweepState {
  readonly status: SweepStatus
  /** Of the points so far. */
  readonly report: SweepReport | null
  readonly stale: boolean
}

/** What a sweeper must do; engine/client.ts makes the real one. */
export interface Sweeper {
  readonly sweep: (
    document: GradwireDocument,
    options: SweepOptions,
    onProgress: (progress: SweepProgress) => void,
  ) => { readonly done: Promise<SweepReport>; readonly cancel: () => void }
}

/** A sweep to begin with, where the document has none: the loss over seeds, which every graph has. */
export const FRESH_SWEEP: SweepDocument = {
  set: ["seed"],
  values: { from: 0, to: 9, count: 10 },
  readouts: [{ take: "loss" }],
}
const QUIET: SweepState = { status: { kind: "idle" }, report: null, stale: false }
const OPTIONS: SweepOptions = { dtype: "float32" }

export const useSweep = create<SweepState>()(() => QUIET)

let sweeper: Sweeper | null = null
let cancelCurrent: (() => void) | null = null
let swept: GradwireDocument | null = null
let question = 0

/** Tests put a sweeper of their own in place. */
export function setSweeper(other: Sweeper): void {
  sweeper = other
}

/** Runs the sweep that the document describes, or the one to begin with. */
export function startSweep(): void {
  forget()
  const asked = question
  swept = useDocument.getState().document
  const document = { ...swept, sweep: swept.sweep ?? FRESH_SWEEP }
  const planned = planSweep(document, OPTIONS)
  if ("problems" in planned) {
    useSweep.setState({ ...QUIET, status: { kind: "refused", problems: planned.problems } })
    return
  }
  const since = performance.now()
  useSweep.setState({ ...QUIET, status: { kind: "running", progress: null, since } })
  const points: SweepPoint[] = []
  sweeper ??= createRunner()
  const { done, cancel } = sweeper.sweep(document, OPTIONS, (progress) => {
    if (asked === question) take(planned.plan, points, progress, since)
  })
  cancelCurrent = cancel
  done.then(
    (report) => {
      if (asked !== question) return
      cancelCurrent = null
      const milliseconds = performance.now() - since
      useSweep.setState({ report, status: { kind: "done", milliseconds } })
    },
    (error: unknown) => {
      if (asked !== question) return
      cancelCurrent = null
      const sentence = error instanceof Error ? error.message : String(error)
      useSweep.setState({ status: { kind: "failed", sentence } })
    },
  )
}

/** Stops; the points so far stay. */
export function stopSweep(): void {
  if (useSweep.getState().status.kind !== "running") return
  forget()
  useSweep.setState({ status: { kind: "stopped" } })
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

/** Answers that are still on their way are of no use any more. */
function forget(): void {
  question += 1
  cancelCurrent?.()
  cancelCurrent = null
}

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) {
    forget()
    swept = null
    useSweep.setState(QUIET)
    return
  }
  if (swept === null || state.document === before.document) return
  const stale = !sameSweep(state.document, swept)
  if (stale !== useSweep.getState().stale) useSweep.setState({ stale })
})

function sameSweep(a: GradwireDocument, b: GradwireDocument): boolean {
  return a.sweep === b.sweep && a.data === b.data && a.training === b.training && sameMeaning(a, b)
}
