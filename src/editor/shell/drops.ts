// What is dropped on the window, wherever on it: files open, a link opens, the rest is named in one line. The browser
// never gets to do what it would: leave the page and show the file.

import { say } from "../../state/messages.ts"

/** The canvas has taken what it knows (ops, blocks) before it comes here. */
export function listenToDrops(): () => void {
  addEventListener("dragover", onDragOver)
  addEventListener("drop", onDrop)
  return () => {
    removeEventListener("dragover", onDragOver)
    removeEventListener("drop", onDrop)
  }
}

function onDragOver(event: DragEvent): void {
  if (event.defaultPrevented || isForText(event)) return
  event.preventDefault()
  if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy"
}

function onDrop(event: DragEvent): void {
  if (event.defaultPrevented || isForText(event)) return
  event.preventDefault()
  if (event.dataTransfer !== null) take(event.dataTransfer)
}

function take(data: DataTransfer): void {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null)
  if (entries.some((entry) => entry?.isDirectory === true)) {
    say("A folder cannot be opened; drop the files that are in it.")
    return
  }
  const files = [...data.files]
  if (files.length > 0) void openDropped(files)
  else void openDroppedLink(data.getData("text/uri-list") || data.getData("text/plain"))
}

async function openDropped(files: readonly File[]): Promise<void> {
  const { openFiles } = await import("../../commands/file/opening/files.ts")
  await openFiles(files)
}

async function openDroppedLink(text: string): Promise<void> {
  const { openIfLink } = await import("../../commands/file/opening/links.ts")
  if (!openIfLink(text)) say("Only files and links of graphs can be dropped here.")
}

/** Text that is dragged into a field is the field's own affair; a file is not. */
function isForText({ target, dataTransfer }: DragEvent): boolean {
  const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  return field && dataTransfer?.types.includes("Files") === false
}
