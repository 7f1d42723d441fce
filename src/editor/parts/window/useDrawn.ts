// Whether the first picture stands. What is not part of it (panels, menus, dialogs) is fetched and drawn after it.

import { create } from "zustand"
import { useDocument } from "../../../state/document.ts"

/** A page that nobody looks at draws no frames; a storage that does not answer opens nothing. In milliseconds. */
const LATE = 1_500

const useFirst = create(() => ({ drawn: false }))

const stop = useDocument.subscribe(({ opened }) => {
  if (opened > 0) awaitFrames()
})
const timer = setTimeout(done, LATE)

function awaitFrames(): void {
  stop()
  // The canvas measures its cards in the first frame and shows them in the second.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))
}

function done(): void {
  stop()
  clearTimeout(timer)
  useFirst.setState({ drawn: true })
}

export function useDrawn(): boolean {
  return useFirst((state) => state.drawn)
}
