// The open document as a file: written where a person chose, if the browser lets a page write files, else downloaded.
// A file that was chosen once is written again without asking.

import { type GradwireDocument, isNewer } from "../../../graph/document.ts"
import { writeDocument } from "../../../graph/text/write.ts"
import { useDocument } from "../../../state/document.ts"
import { exactBytes, useLibrary } from "../../../state/library/library.ts"
import { say, warn } from "../../../state/messages.ts"
import { asAuthored } from "../../../state/places/upright.ts"
import { download } from "./download.ts"

/** What of the File System Access API is used; the DOM's types do not know it yet. */
interface FileHandle {
  readonly name: string
  readonly createWritable: () => Promise<FileStream>
}
interface FileStream {
  readonly write: (text: string) => Promise<void>
  readonly close: () => Promise<void>
  readonly abort: () => Promise<void>
}
interface PickerOptions {
  readonly suggestedName: string
  readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[]
}
type Picker = (options: PickerOptions) => Promise<FileHandle>

const JSON_TYPE = "application/json"
/** By the id of the document. */
const chosen = new Map<string, FileHandle>()

/** Never of a newer format: writing it would leave out what this Gradwire does not know. */
export function canSave(): boolean {
  return !isNewer(useDocument.getState().document)
}

/** Writes the document to its file. `ask`: to another one. */
export async function saveToFile(ask: boolean): Promise<void> {
  const id = useLibrary.getState().id ?? ""
  const known = ask ? undefined : chosen.get(id)
  const handle = await writeFile(asAuthored(useDocument.getState().document), known)
  if (handle === "failed") chosen.delete(id)
  else if (handle !== null) chosen.set(id, handle)
}

/** Writes a document that is sent to somebody: to a file of its own, which is not written again by saving. */
export async function saveSent(document: GradwireDocument): Promise<void> {
  await writeFile(document)
}

/** The file that it was written to; null if it was downloaded, or if the person closed the browser's window. */
async function writeFile(document: GradwireDocument, known?: FileHandle): Promise<FileHandle | "failed" | null> {
  const name = `${fileName(document.title ?? "")}.json`
  const text = writeDocument(document)
  const picker = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker
  if (picker === undefined) {
    download(name, text, JSON_TYPE)
    return null
  }
  try {
    const handle = known ?? (await picker({ suggestedName: name, types: [{ accept: { [JSON_TYPE]: [".json"] } }] }))
    await fill(await handle.createWritable(), text)
    say(`Written to “${handle.name}”.`)
    return handle
  } catch (error) {
    // Closing the browser's own window is no failure.
    if (error instanceof Error && error.name === "AbortError") return null
    warn("The file could not be written. Choose another place, or take the download.")
    download(name, text, JSON_TYPE)
    return "failed"
  }
}

/** All or nothing: until it is closed, the file is as it was. */
async function fill(file: FileStream, text: string): Promise<void> {
  try {
    await file.write(text)
    await file.close()
  } catch (error) {
    await file.abort().catch(() => {})
    throw error
  }
}

/** Hands documents to the browser as files. */
export function downloadDocuments(documents: readonly GradwireDocument[]): void {
  for (const document of documents) {
    download(`${fileName(document.title ?? "")}.json`, writeDocument(document), JSON_TYPE)
  }
}

/** The open document as a file: byte for byte as it came, if a newer Gradwire made it. */
export function downloadOpen(): void {
  const { document } = useDocument.getState()
  const exact = exactBytes()
  const text = exact === null ? writeDocument(asAuthored(document)) : new TextDecoder().decode(exact)
  download(`${fileName(document.title ?? "")}.json`, text, JSON_TYPE)
}

/** Letters and digits of any script; the rest becomes hyphens. */
export function fileName(title: string): string {
  const name = title.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "-")
  return (
    name
      .replace(/^-+|-+$/g, "")
      .slice(0, 80)
      .toLowerCase() || "graph"
  )
}
