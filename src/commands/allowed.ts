// Whether a command may be offered and run: that is up to the open document as well. One that came as read-only, or is
// edited in another tab, refuses every edit and says why; one may also ask that a command is not shown at all.

import { useDocument } from "../state/document.ts"
import { hiddenNames, hidesCommand } from "../state/hiding.ts"
import { LOCK_WORDS } from "../state/status.ts"
import type { Command } from "./command.ts"

/** Why nothing can be edited, in words; null if it can. */
export function lockWords(): string | null {
  const { lock } = useDocument.getState()
  return lock === null ? null : LOCK_WORDS[lock]
}

/** Why the open document refuses this command, in words; null if it does not. */
export function refusalOf(command: Command): string | null {
  return command.edits === true ? lockWords() : null
}

/** Why a command cannot run now, in words; null if it can, or if nobody has said why. */
export function reasonOf(command: Command): string | null {
  const refusal = refusalOf(command)
  if (refusal !== null || command.enabled()) return refusal
  return typeof command.needs === "function" ? command.needs() : (command.needs ?? null)
}

export function isHidden(command: Command): boolean {
  return hidesCommand(hiddenNames(), command.id)
}

/** Whether it can be run now. */
export function mayRun(command: Command): boolean {
  return !isHidden(command) && refusalOf(command) === null && command.enabled()
}
