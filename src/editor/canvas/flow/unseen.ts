// A large graph that was just opened, and has no view yet: at another zoom its chips would find their places in vain.

/** Milliseconds within which a view has been set, if it has to be. */
const VIEW_TAKES = 200

let waiting: ReturnType<typeof setTimeout> | null = null

/** Waits for the view; `seen` is called if none is set, since the graph has the one that was there. */
export function awaitView(seen: () => void): void {
  forgetView()
  waiting = setTimeout(() => {
    waiting = null
    seen()
  }, VIEW_TAKES)
}

/** Whether a graph has no view yet. */
export function isUnseen(): boolean {
  return waiting !== null
}

/** The view is there, or the graph is gone. */
export function forgetView(): void {
  if (waiting !== null) clearTimeout(waiting)
  waiting = null
}
