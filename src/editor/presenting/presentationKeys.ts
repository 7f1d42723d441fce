// The keys of a presentation: arrows turn frames, Escape ends it, and what would change a graph that is only shown, or
// open what is hidden, does nothing.

import { framesOf } from "../../graph/edit/frames.ts"
import { useDocument } from "../../state/document.ts"
import { stopPresenting, usePresenting } from "../../state/player/presenting.ts"
import { showFrame } from "../../state/player/scenes.ts"

const go = (by: number) => (): void => showFrame(usePresenting.getState().at + by)

const TURNS: ReadonlyMap<string, () => void> = new Map([
  ["ArrowRight", go(1)],
  ["ArrowDown", go(1)],
  ["PageDown", go(1)],
  [" ", go(1)],
  ["ArrowLeft", go(-1)],
  ["ArrowUp", go(-1)],
  ["PageUp", go(-1)],
  ["Home", () => showFrame(0)],
  ["End", () => showFrame(Number.MAX_SAFE_INTEGER)],
])

/** They run, look and leave; and what the browser does with them is its own. */
const KEPT = new Set([..."fbht+-=012?", "Tab", "Enter", "F5", "F6", "F11", "F12"])

/** Before anything else hears a key. */
export function listenToPresentation(): () => void {
  addEventListener("keydown", onKey, true)
  return () => removeEventListener("keydown", onKey, true)
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isInDialog(event.target)) return
  const { key } = event
  const onButton = key === " " && event.target instanceof HTMLButtonElement
  if (onButton || KEPT.has(key.toLowerCase()) || KEPT.has(key)) return
  const turn = framesOf(useDocument.getState().document).length > 0 ? TURNS.get(key) : undefined
  if (key === "Escape") stopPresenting()
  else turn?.()
  event.preventDefault()
  event.stopPropagation()
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=dialog], [role=menu]") !== null
}
