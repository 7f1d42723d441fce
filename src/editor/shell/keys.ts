// Hears the keyboard and the clipboard for the whole window, once.

import { copiedText, pasteText, removeCopied } from "../../commands/clipboard.ts"
import { commandFor } from "../../commands/keyboard.ts"
import { stopConnecting, useConnecting } from "../canvas/connecting.ts"

export function listenToKeys(): () => void {
  addEventListener("keydown", onKey)
  addEventListener("copy", onCopy)
  addEventListener("cut", onCut)
  addEventListener("paste", onPaste)
  return () => {
    removeEventListener("keydown", onKey)
    removeEventListener("copy", onCopy)
    removeEventListener("cut", onCut)
    removeEventListener("paste", onPaste)
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  if (event.key === "Escape" && useConnecting.getState().held !== null) {
    stopConnecting()
    return
  }
  if (event.repeat && event.key.length === 1 && !event.ctrlKey && !event.metaKey) return
  const command = commandFor(event, isTyping(event.target) || isInMenu(event.target))
  if (command === null) return
  event.preventDefault()
  void command.run()
}

/** Text that is selected on the page, or being typed, is copied as text. */
function isTextual(target: EventTarget | null): boolean {
  return isTyping(target) || (getSelection()?.toString() ?? "") !== ""
}

function onCopy(event: ClipboardEvent): void {
  const text = isTextual(event.target) ? null : copiedText()
  if (text === null) return
  event.clipboardData?.setData("text/plain", text)
  event.preventDefault()
}

function onCut(event: ClipboardEvent): void {
  const text = isTextual(event.target) ? null : copiedText()
  if (text === null) return
  event.clipboardData?.setData("text/plain", text)
  event.preventDefault()
  removeCopied()
}

function onPaste(event: ClipboardEvent): void {
  if (isTyping(event.target)) return
  const text = event.clipboardData?.getData("text/plain") ?? ""
  if (text === "") return
  event.preventDefault()
  pasteText(text)
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
    return true
  }
  return target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type)
}

/** Menus and lists have letters and arrows of their own. */
function isInMenu(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null
}
