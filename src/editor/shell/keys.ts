// Hears the keyboard and the clipboard for the whole window, once.

import { isHidden, mayRun } from "../../commands/allowed.ts"
import { copiedText, pasteText, removeCopied } from "../../commands/edit/clipboard/clipboard.ts"
import { openFiles } from "../../commands/file/opening/files.ts"
import { commandFor, nameOf, refusalFor } from "../../commands/keyboard.ts"
import { commandNamed } from "../../commands/registry.ts"
import { say } from "../../state/messages.ts"
import { usePlayer } from "../../state/player/player.ts"
import { pressOnPlayback } from "../../state/player/taking.ts"
import { useSession } from "../../state/session.ts"
import { useLearning } from "../../state/training/learning.ts"
import { pressOnLearning } from "../../state/training/scrubbing.ts"
import { isRunning, useTraining } from "../../state/training/training.ts"
import { stopConnecting, useConnecting } from "../canvas/wires/pendingWire.ts"
import { isNarrow } from "./useNarrow.ts"

export function listenToKeys(): () => void {
  addEventListener("keydown", onCanvasKey, true)
  addEventListener("keydown", onKey)
  addEventListener("pointerdown", onPointer, true)
  addEventListener("copy", onCopy)
  addEventListener("cut", onCut)
  addEventListener("paste", onPaste)
  return () => {
    removeEventListener("keydown", onCanvasKey, true)
    removeEventListener("keydown", onKey)
    removeEventListener("pointerdown", onPointer, true)
    removeEventListener("copy", onCopy)
    removeEventListener("cut", onCut)
    removeEventListener("paste", onPaste)
  }
}

/** The last thing that happened was a press on the empty canvas: then Tab asks for a new node, else it moves the focus. */
let onPane = false

function onPointer({ target }: PointerEvent): void {
  onPane = target instanceof Element && target.classList.contains("react-flow__pane")
}

/** Pasting with Shift held keeps the wires: the browser's own event does not tell. */
let pastesJoined = false

/** Before the canvas hears it: it would move nodes by steps of its own. */
function onCanvasKey(event: KeyboardEvent): void {
  const { target } = event
  pastesJoined = event.shiftKey
  // A press on the empty canvas gives the focus to the canvas itself.
  const onBody = target === document.body || (target instanceof Element && target.classList.contains("react-flow"))
  if (event.key === "Tab" && onPane && onBody && !event.shiftKey && !event.ctrlKey && !event.altKey) {
    const insert = commandNamed("edit.insert")
    if (mayRun(insert)) {
      event.preventDefault()
      void insert.run()
    }
  }
  onPane = false
  if (!onBody && !(target instanceof Element && target.closest(".react-flow") !== null)) return
  if (isTyping(target) || isInMenu(target) || isPad(target)) return
  if (isPlaybackKey(event) || isLearningKey(event)) {
    event.preventDefault()
    event.stopPropagation()
    return
  }
  const command = commandFor(event, false, true)
  if (command?.where !== "canvas") {
    sayRefusal(event, false, true)
    return
  }
  event.preventDefault()
  event.stopPropagation()
  void command.run(nameOf(event))
}

/** While a pass is played on the canvas, keys are those of its bar; at its end Escape leaves it, if nothing is selected. */
function isPlaybackKey({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || shiftKey) return false
  const { nodes, wires } = useSession.getState()
  const over = usePlayer.getState().at === null
  if (over && (key !== "Escape" || nodes.length + wires.length > 0)) return false
  return pressOnPlayback(key)
}

/**
 * While a training is on the canvas, keys are those of its bar once one has gone back in it; at its end Space pauses it, and
 * Escape leaves it, if nothing is selected.
 */
function isLearningKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false
  const { nodes, wires } = useSession.getState()
  const isAtEnd = useLearning.getState().at === null
  const isPause = key === " " && isRunning(useTraining.getState())
  const isExit = key === "Escape" && nodes.length + wires.length === 0
  if (isAtEnd && !isPause && !isExit && key !== "<" && key !== ">") return false
  return pressOnLearning(key)
}

/** A key that would edit a document that cannot be edited says why. */
function sayRefusal(event: KeyboardEvent, typing: boolean, onCanvas = false): void {
  const refusal = refusalFor(event, typing, onCanvas)
  if (refusal !== null) say(refusal)
}

/** The menu of what has the focus on the canvas, else of the canvas. Browsers differ in when they send this themselves. */
function openMenu(event: KeyboardEvent): void {
  const focused = event.target instanceof Element ? event.target.closest(".react-flow") : null
  if (focused === null && event.target !== document.body) return
  const chosen = document.querySelector(".react-flow__node.selected, .react-flow__edge.selected .react-flow__edge-path")
  const target = focused !== null && event.target instanceof Element ? event.target : chosen
  const place = target ?? document.querySelector(".react-flow__pane")
  if (place === null) return
  event.preventDefault()
  const { left, top, width, height } = place.getBoundingClientRect()
  const at = { clientX: left + Math.min(width / 2, 400), clientY: top + Math.min(height / 2, 300) }
  place.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, button: 2, ...at }))
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  if (event.key === "Escape" && useConnecting.getState().held !== null) {
    stopConnecting()
    return
  }
  if (event.key === "Escape" && closeSheet(event)) return
  if ((event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) && !isTyping(event.target)) {
    openMenu(event)
    return
  }
  if (event.repeat && event.key.length === 1 && !event.ctrlKey && !event.metaKey) return
  const typing = isTyping(event.target) || isInMenu(event.target)
  const command = commandFor(event, typing)
  if (command === null) {
    sayRefusal(event, typing)
    return
  }
  event.preventDefault()
  void command.run(nameOf(event))
}

/** The sheet over a narrow window, before Escape means the selection. */
function closeSheet({ target }: KeyboardEvent): boolean {
  const { sheet, setSheet } = useSession.getState()
  if (sheet === null || !isNarrow() || isTyping(target) || isInMenu(target)) return false
  setSheet(null)
  return true
}

/** Text that is selected on the page, or being typed, is copied as text. */
function isTextual(target: EventTarget | null): boolean {
  return isTyping(target) || (getSelection()?.toString() ?? "") !== ""
}

function onCopy(event: ClipboardEvent): void {
  const text = isTextual(event.target) || hides("edit.copy") ? null : copiedText()
  if (text === null) return
  event.clipboardData?.setData("text/plain", text)
  event.preventDefault()
}

function onCut(event: ClipboardEvent): void {
  const text = isTextual(event.target) || hides("edit.cut") ? null : copiedText()
  if (text === null) return
  event.clipboardData?.setData("text/plain", text)
  event.preventDefault()
  // Where nothing can be removed, it says so.
  removeCopied()
}

function hides(id: string): boolean {
  return isHidden(commandNamed(id))
}

function onPaste(event: ClipboardEvent): void {
  if (isTyping(event.target) || hides("edit.paste")) return
  const files = [...(event.clipboardData?.files ?? [])]
  const text = event.clipboardData?.getData("text/plain") ?? ""
  if (text === "" && files.length > 0) {
    event.preventDefault()
    void openFiles(files)
  }
  if (text === "") return
  event.preventDefault()
  pasteText(text, pastesJoined)
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
    return true
  }
  return target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type)
}

/** What is drawn on has arrows and a space of its own; all other keys mean what they always mean. */
function isPad(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.dataset.pad !== undefined
}

/** Menus and lists have letters and arrows of their own. */
function isInMenu(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null
}
