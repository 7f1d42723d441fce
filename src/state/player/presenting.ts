// Whether the canvas is shown alone, and which frame of the story is on it. What a frame sets, and what is put back after it,
// is scenes.ts, which comes when it is asked for.

import { create } from "zustand"
import type { CameraPlace } from "../../graph/document.ts"
import { useCamera } from "../camera.ts"
import { useDocument } from "../document.ts"

interface PresentingState {
  readonly on: boolean
  /** Which frame, counted from 0. */
  readonly at: number
  /** Where one looked before. */
  readonly from: CameraPlace | null
}

export const usePresenting = create<PresentingState>()(() => ({ on: false, at: 0, from: null }))

/** Shows the canvas alone, at a frame of the story if there is one. */
export function present(at = 0): void {
  if (usePresenting.getState().on) return
  // Before the panels go and the canvas takes their room.
  usePresenting.setState({ on: true, at, from: useCamera.getState().camera?.place() ?? null })
}

export function stopPresenting(): void {
  usePresenting.setState({ on: false })
}

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) usePresenting.setState({ on: false, at: 0, from: null })
})
