// A sweep as the editor shows it: how far it is, the points so far, and the curves through them. It is of the document as
// it stood at the start; edits since then make it `stale`. sweepStart.ts starts one: what it needs to plan one is not loaded
// before a sweep is asked for.

import { create } from "zustand"
import type { SweepProgress, SweepReport } from "../../engine/sweep/report.ts"
import type { GradwireDocument, SweepDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import { useDocument } from "../document.ts"
import { Latest } from "./latest.ts"
import { sameMeaning } from "./sameNumbers.ts"

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

/** A sweep to begin with, where the document has none: the loss over seeds, which every graph has. */
export const FRESH_SWEEP: SweepDocument = {
  set: ["seed"],
  values: { from: 0, to: 9, count: 10 },
  readouts: [{ take: "loss" }],
}
/** Before any sweep. */
export const QUIET: SweepState = { status: { kind: "idle" }, report: null, stale: false }

export const useSweep = create<SweepState>()(() => QUIET)

/** The sweep on its way. */
export const sweeps = new Latest()
let swept: GradwireDocument | null = null

/** The document as it stands now, from which edits make what is shown stale. */
export function takeUp(): GradwireDocument {
  swept = useDocument.getState().document
  return swept
}

/** Stops; the points so far stay. */
export function stopSweep(): void {
  if (useSweep.getState().status.kind !== "running") return
  sweeps.forget()
  useSweep.setState({ status: { kind: "stopped" } })
}

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) {
    sweeps.forget()
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
