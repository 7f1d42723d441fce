// One stop of the Tab key for many buttons: inside, arrows go from one to the next, Home and End to the ends. Which button is
// the stop stands in the page itself, so that those who draw the buttons need not know of each other.

import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from "react"

interface Roving {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onFocus: (event: FocusEvent) => void
  readonly onPointerDown: () => void
}

/** For buttons that lie side by side, or in one column; those in a column are found by their first letters as well. */
export function useRoving(way: "across" | "down"): Roving {
  const ref = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: "", at: 0 })
  // Letters are for who came by the keyboard: after a press they are the shortcuts that they always are.
  const walking = useRef(false)
  const pressed = useRef(false)
  useEffect(() => {
    const box = ref.current
    if (box === null) return
    settle(box)
    const watcher = new MutationObserver(() => settle(box))
    watcher.observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] })
    return () => watcher.disconnect()
  }, [])
  const onKeyDown = (event: KeyboardEvent): void => {
    const box = ref.current
    if (box === null || event.ctrlKey || event.metaKey || event.altKey) return
    const all = buttonsIn(box)
    const here = event.target instanceof HTMLButtonElement ? all.indexOf(event.target) : -1
    if (here < 0) return
    const step = after(event.key, way, all, here)
    if (step !== null) {
      walking.current = true
      typed.current.text = ""
    }
    const next = step ?? (way === "down" && walking.current ? byLetters(event, typed.current, all, here) : null)
    if (next === null) return
    event.preventDefault()
    next.focus()
  }
  const onFocus = ({ target }: FocusEvent): void => {
    walking.current = !pressed.current
    pressed.current = false
    if (ref.current !== null && target instanceof HTMLButtonElement) settle(ref.current, target)
  }
  const onPointerDown = (): void => {
    pressed.current = true
    walking.current = false
  }
  return { ref, onKeyDown, onFocus, onPointerDown }
}

/** Leaves one stop: this button, else the one that was, else the first. */
function settle(box: HTMLElement, wanted?: HTMLButtonElement): void {
  const all = buttonsIn(box)
  const stop = wanted ?? all.find((button) => button.tabIndex === 0 && button.dataset.stop !== undefined) ?? all[0]
  for (const button of all) {
    button.tabIndex = button === stop ? 0 : -1
    if (button === stop) button.dataset.stop = ""
    else delete button.dataset.stop
  }
}

function buttonsIn(box: HTMLElement): readonly HTMLButtonElement[] {
  return [...box.querySelectorAll("button")].filter((button) => !button.disabled && button.offsetParent !== null)
}

const KEYS = {
  across: { back: "ArrowLeft", forth: "ArrowRight" },
  down: { back: "ArrowUp", forth: "ArrowDown" },
} as const

function after(
  key: string,
  way: "across" | "down",
  all: readonly HTMLButtonElement[],
  here: number,
): HTMLButtonElement | null {
  switch (key) {
    case KEYS[way].forth:
      return all[here + 1] ?? all[here] ?? null
    case KEYS[way].back:
      return all[here - 1] ?? all[here] ?? null
    case "Home":
      return all[0] ?? null
    case "End":
      return all.at(-1) ?? null
    case "PageDown":
      return groupFrom(all, here, 1)
    case "PageUp":
      return groupFrom(all, here, -1)
    default:
      return null
  }
}

/** The first button of the next section, or of the one before. */
function groupFrom(all: readonly HTMLButtonElement[], here: number, step: 1 | -1): HTMLButtonElement | null {
  const sections = [...new Set(all.map((button) => button.closest("section")))]
  const section = sections[sections.indexOf(all[here]?.closest("section") ?? null) + step]
  return all.find((button) => section !== undefined && button.closest("section") === section) ?? null
}

/** Letters that follow each other faster than this, in milliseconds, are one beginning. */
const PAUSE = 700

function byLetters(
  { key, timeStamp }: KeyboardEvent,
  typed: { text: string; at: number },
  all: readonly HTMLButtonElement[],
  here: number,
): HTMLButtonElement | null {
  if (!/^[\p{L}\p{N}]$/u.test(key)) return null
  const letter = key.toLowerCase()
  const longer = timeStamp - typed.at < PAUSE ? typed.text + letter : letter
  typed.at = timeStamp
  // One letter goes on from here; a longer beginning may still be met here. If nothing begins so, the letter is a new one.
  const found = longer.length > 1 ? beginning(longer, all, here) : null
  typed.text = found === null ? letter : longer
  return found ?? beginning(letter, all, here + 1) ?? all[here] ?? null
}

/** The first button from this one on, and round again, that begins so. */
function beginning(text: string, all: readonly HTMLButtonElement[], from: number): HTMLButtonElement | null {
  const around = [...all.slice(from), ...all.slice(0, from)]
  return around.find(({ textContent }) => textContent.toLowerCase().startsWith(text)) ?? null
}
