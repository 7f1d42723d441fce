// The scale of bars that a hand moves: from the first stroke on it only grows, step by step, so that a shorter bar is a
// smaller number. Any other change of the graph, and an empty pad, lets it begin anew.

import { useDocument } from "../../../state/document.ts"
import { useLive } from "../../../state/run/live.ts"

const last = new Map<string, number>()
let isHeld = false

useLive.subscribe(({ live }) => {
  if (live !== null) isHeld = true
})
useDocument.subscribe(({ document }, before) => {
  // The end of a stroke changes it too, while the pen is still down.
  if (document !== before.document && useLive.getState().live === null) isHeld = false
})

/** The scale that a picture is drawn at, from the one that its numbers ask for. `picture`: which one, by family and place. */
export function heldScale(picture: string, scale: number): number {
  const is = isHeld ? Math.max(last.get(picture) ?? 0, scale) : scale
  last.set(picture, is)
  return is
}
