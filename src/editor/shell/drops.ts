// What is dropped on the window, wherever on it: files open, a link opens, the rest is named in one line. The browser
// never gets to do what it would: leave the page and show the file.

import { openLink } from "../../commands/file/opening/linking.ts"
import { openFiles } from "../../commands/file/opening/opening.ts"
import { isLink } from "../../formats/json.ts"
import { say } from "../../state/messages.ts"

/** The canvas has taken what it knows (ops, blocks) before it comes here. */
export function listenToDrops(): void {
  addEventListener("dragover", (event) => {
    if (event.defaultPrevented || isForText(event)) return
    event.preventDefault()
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy"
  })
  addEventListener("drop", (event) => {
    if (event.defaultPrevented || isForText(event)) return
    event.preventDefault()
    if (event.dataTransfer !== null) take(event.dataTransfer)
  })
}

function take(data: DataTransfer): void {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null)
  if (entries.some((entry) => entry?.isDirectory === true)) {
    say("A folder cannot be opened; drop the files that are in it.")
    return
  }
  const files = [...data.files]
  if (files.length > 0) {
    void openFiles(files)
    return
  }
  const text = data.getData("text/uri-list") || data.getData("text/plain")
  if (isLink(text) && text.includes("#g")) openLink(text)
  else say("Only files and links of graphs can be dropped here.")
}

/** Text that is dragged into a field is the field's own affair; a file is not. */
function isForText({ target, dataTransfer }: DragEvent): boolean {
  const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  return field && dataTransfer?.types.includes("Files") === false
}
