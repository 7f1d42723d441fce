// The log of a training elsewhere, as it is looked at: of which step its measures lie over the canvas, and which of them.

import { create } from "zustand"
import type { LogMeasure } from "../../graph/measure/overlay/parts.ts"
import type { LoggedStep } from "../../graph/values/recorded.ts"
import { useDocument } from "../document.ts"
import { useSession } from "../session.ts"

interface TrainingLogState {
  /** The file's name; null while there is no log. */
  readonly name: string | null
  /** Steps in which the nodes were measured. */
  readonly measured: readonly LoggedStep[]
  /** Which of them is looked at. */
  readonly at: number
  /** What lies over the cards; null for nothing of it. */
  readonly measure: LogMeasure | null
}

const NONE: TrainingLogState = { name: null, measured: [], at: 0, measure: null }

export const useTrainingLog = create<TrainingLogState>()(() => NONE)

/** Looks at a log: at its last step, what the nodes put out. */
export function showLog(name: string, steps: readonly LoggedStep[]): void {
  const measured = steps.filter(({ nodes }) => nodes !== null)
  useTrainingLog.setState({ name, measured, at: Math.max(0, measured.length - 1), measure: null })
  if (measured.length > 0) layLogOver("activation")
}

/** Lays a measure over the cards in place of any other overlay; null takes it away. */
export function layLogOver(measure: LogMeasure | null): void {
  if (measure !== null) useSession.getState().setOverlay(null)
  // Whoever lays numbers over cards listens, and would do it all again for nothing.
  if (measure !== useTrainingLog.getState().measure) useTrainingLog.setState({ measure })
}

export function goToLogged(at: number): void {
  useTrainingLog.setState(({ measured }) => ({ at: Math.min(Math.max(0, at), measured.length - 1) }))
}

/** The step whose measures lie over the cards; null while none do. */
export function loggedStep({ measured, at, measure }: TrainingLogState): LoggedStep | null {
  return measure === null ? null : (measured[at] ?? null)
}

useSession.subscribe(({ overlay }) => {
  if (overlay !== null && useTrainingLog.getState().measure !== null) layLogOver(null)
})

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) useTrainingLog.setState(NONE)
})
