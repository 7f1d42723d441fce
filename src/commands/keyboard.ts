// The one place where keys become commands. While somebody types into a field, only the keys that fields do not know
// count; copy, cut, paste and undo stay the field's own.

import { isHidden, mayRun, reasonOf, refusalOf } from "./allowed.ts"
import type { Command } from "./command.ts"
import { commands } from "./registry.ts"

export interface Key {
  readonly key: string
  /** The key itself, whatever is printed on it. */
  readonly code?: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** The command that a key means, if it may run now. */
export function commandFor(key: Key, typing: boolean, onCanvas = false): Command | null {
  const command = commandAt(key, typing, onCanvas)
  return command !== null && mayRun(command) ? command : null
}

/**
 * Why what a key means cannot be done; null if it can. A letter is pressed on purpose and is always answered; Delete, Escape,
 * arrows and the like say nothing where there would be nothing to do.
 */
export function refusalFor(key: Key, typing: boolean, onCanvas = false): string | null {
  const command = commandAt(key, typing, onCanvas)
  if (command === null || isHidden(command)) return null
  if (command.enabled()) return refusalOf(command)
  return /^(?:Shift\+)?[A-Z]$/.test(nameOf(key)) ? reasonOf(command) : null
}

function commandAt(key: Key, typing: boolean, onCanvas: boolean): Command | null {
  const pressed = nameOf(key)
  const digit = shiftedDigit(key)
  for (const command of commands.values()) {
    if (command.native || (command.where === "canvas" && !onCanvas)) continue
    if (!command.shortcuts?.some((shortcut) => shortcut === pressed || shortcut === digit)) continue
    return typing && !worksWhileTyping(pressed) ? null : command
  }
  return null
}

/** `Shift+1`: what Shift makes of a digit is another sign on every keyboard. */
function shiftedDigit({ code, shiftKey, ctrlKey, metaKey, altKey }: Key): string | null {
  const [, digit] = /^Digit(\d)$/.exec(code ?? "") ?? []
  return digit !== undefined && shiftKey && !ctrlKey && !metaKey && !altKey ? `Shift+${digit}` : null
}

/** `Mod+Shift+Z`, `Delete`, `F`. */
export function nameOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Key): string {
  const letter = key.length === 1 ? key.toUpperCase() : key
  // A character such as + or ? already needs Shift on some keyboards; letters say it themselves.
  const shift = shiftKey && (key.length > 1 || /[a-z]/i.test(key))
  const parts = [ctrlKey || metaKey ? "Mod" : "", altKey ? "Alt" : "", shift ? "Shift" : "", letter]
  return parts.filter((part) => part !== "").join("+")
}

function worksWhileTyping(pressed: string): boolean {
  if (/^(?:Shift\+)?F\d+$/.test(pressed)) return true
  return pressed.startsWith("Mod+") && !/^Mod\+(?:Shift\+)?[ACDVXYZ]$/.test(pressed)
}
