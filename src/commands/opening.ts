// Every way in: a file, a link, the gallery, what this browser kept. Whatever cannot be read changes nothing and says so.

import { type GradwireDocument, isQuarantined } from "../graph/document.ts"
import { readDocument } from "../graph/read.ts"
import { open } from "../state/document.ts"
import { warn } from "../state/messages.ts"
import { runOpened } from "../state/run.ts"
import { galleryText } from "./gallery.ts"

/** Opens a document's text and runs it. False, and a banner, if it cannot be read. `where` begins the sentence. */
export function openText(text: string | Uint8Array, where: string): boolean {
  const { document, problems, newer } = readDocument(text)
  const [first] = problems
  if (document === null) {
    warn(`${where} could not be opened. ${placeOf(first)}${first?.sentence ?? ""}`)
    return false
  }
  openDocument(document)
  const refused = document.nodes.filter(isQuarantined).length
  if (newer) warn(`${where} was made by a newer Gradwire; it can be looked at, but not saved from here.`)
  else if (refused > 0) {
    warn(`${where}: ${refused === 1 ? "one node" : `${refused} nodes`} could not be read. ${first?.sentence ?? ""}`)
  }
  return true
}

export async function openFileNamed(file: File): Promise<void> {
  openText(new Uint8Array(await file.arrayBuffer()), `“${file.name}”`)
}

export function openDocument(document: GradwireDocument): void {
  open(document)
  runOpened()
}

export async function openGallery(name: string): Promise<boolean> {
  try {
    const text = await galleryText(name)
    if (text !== null) return openText(text, `The graph “${name}”`)
    warn(`There is no graph “${name}” in the gallery.`)
  } catch {
    warn(`The graph “${name}” could not be fetched; check the connection and try again.`)
  }
  return false
}

function placeOf(problem: { readonly line?: number; readonly column?: number } | undefined): string {
  return problem?.line === undefined ? "" : `Line ${problem.line}, column ${problem.column ?? 1}: `
}
