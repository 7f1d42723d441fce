// What commands may ask of the window, which is made of elements that they do not know: which of two lists the left panel
// shows, the focus in another region, a sheet of paper.

import { create } from "zustand"

type SideTab = "library" | "outline"

interface WindowState {
  readonly side: SideTab
  /** Focuses the next region that is shown, or the one before; null while there is no window. */
  readonly goRegion: ((step: 1 | -1) => void) | null
  /** Makes the sheet and opens the browser's window for printing; null until the page can. */
  readonly print: (() => Promise<void>) | null
  /** The same for the picture alone, as its panel wishes for it, on a page of its size: where browsers make a PDF of it. */
  readonly printFigure: (() => Promise<void>) | null
}

export const useWindow = create<WindowState>()(() => ({
  side: "library",
  goRegion: null,
  print: null,
  printFigure: null,
}))

/** As style sheets ask it: so narrow that panels lie under the canvas, not beside it. */
const PHONE = "(max-width: 620px)"

/** Whether the window is that of a telephone. */
export function isPhone(): boolean {
  return globalThis.matchMedia?.(PHONE).matches === true
}

export function showSide(side: SideTab): void {
  useWindow.setState({ side })
}
