// Keys that are pressed before what they do has come (Listening.tsx) wait for it, in their order. Those that browsers and
// fields need for themselves are left alone.

/** What a browser would do with these meanwhile, save or print the page, nobody has asked for. */
export const HELD_WITH_MOD: ReadonlySet<string> = new Set("ABDGIJKOPSYZ.")

const HELD: ReadonlySet<string> = new Set(["Delete", "Backspace", "F1", "F2", "F6"])

/** Null once they need not wait any more. */
let held: KeyboardEvent[] | null = []

export function holdKeys(): void {
  if (held !== null) addEventListener("keydown", hold, true)
}

/** Presses them again, where they were pressed. */
export function pressHeld(): void {
  const keys = held ?? []
  held = null
  removeEventListener("keydown", hold, true)
  for (const event of keys) event.target?.dispatchEvent(new KeyboardEvent("keydown", event))
}

function hold(event: KeyboardEvent): void {
  if (held === null || event.isComposing || !waits(event)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  held.push(event)
}

function waits({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (altKey || target instanceof HTMLInputElement) return false
  if (ctrlKey || metaKey) return HELD_WITH_MOD.has(key.toUpperCase())
  return (key.length === 1 && key !== " ") || HELD.has(key)
}
