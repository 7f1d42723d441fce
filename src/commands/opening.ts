// Every way in: a file, a link, the gallery, pasted text, what this browser keeps. Each makes a document of its own, and
// the one that was open stays as it was. Whatever cannot be read changes nothing and says so.

import { type GradwireDocument, isQuarantined } from "../graph/document.ts"
import { setSeed, setView } from "../graph/edit.ts"
import { browserLimits } from "../graph/limits.ts"
import { count } from "../graph/problem.ts"
import { readDocument } from "../graph/read.ts"
import { openAsNew, openStored } from "../state/library/library.ts"
import type { Origin } from "../state/library/records.ts"
import { say, warn } from "../state/messages.ts"
import { runOpened } from "../state/run.ts"
import { galleryText } from "./gallery.ts"

/** Opens a document's text and runs it. False, and a banner, if it cannot be read. `where` begins the sentence. */
export function openText(text: string | Uint8Array, where: string, origin: Origin = "text"): boolean {
  const { document, notice } = openQuietly(text, where, origin)
  if (notice !== null) warn(notice)
  return document !== null
}

interface Opened {
  readonly document: GradwireDocument | null
  /** What there is to say about it. */
  readonly notice: string | null
}

function openQuietly(text: string | Uint8Array, where: string, origin: Origin): Opened {
  const { document, problems, newer } = readDocument(text)
  const [first] = problems
  if (document === null) {
    return { document, notice: `${where} could not be opened. ${first?.sentence ?? ""}` }
  }
  // What a newer Gradwire wrote is kept byte for byte.
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text
  openDocument(newer ? document : withOwnSeed(document), origin, newer ? bytes : null)
  const refused = document.nodes.filter(isQuarantined).length
  if (newer || refused === 0) return { document, notice: null }
  const nodes = refused === 1 ? "one node" : `${refused} nodes`
  return { document, notice: `${where}: ${nodes} could not be read. ${first?.sentence ?? ""}` }
}

/** Who sent it wants every reader to have numbers of their own: drawn once, when it is opened. */
function withOwnSeed(document: GradwireDocument): GradwireDocument {
  if (document.view?.newSeed !== true) return document
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  const seed = 1 + (random % MOST_SEED)
  say(`The numbers are drawn from a seed of your own, ${seed}.`)
  return setSeed(setView(document, { newSeed: undefined }), seed)
}

/** Of seeds that are drawn: short enough to be told somebody. */
const MOST_SEED = 999_999

/** So many of the files that come at once are opened. */
const MOST_FILES = 20

/** Opens each file as a document of its own; the last one is looked at. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const some = files.slice(0, MOST_FILES)
  const lines: string[] = []
  for (const file of some) {
    const { notice, document } = await openOneFile(file)
    if (notice !== null) lines.push(notice)
    else if (files.length > 1 && document !== null) lines.push(`“${file.name}” was opened.`)
  }
  const left = files.length - some.length
  if (left > 0) lines.push(`${count(left)} more were not opened: ${MOST_FILES} at most at a time.`)
  if (lines.length > 0) warn(lines.join("\n"))
}

export function openFileNamed(file: File): Promise<void> {
  return openFiles([file])
}

async function openOneFile(file: File): Promise<Opened> {
  const where = `“${file.name}”`
  if (file.size > browserLimits.fileBytes) {
    const sizes = `It has ${count(file.size)} bytes; the limit is ${count(browserLimits.fileBytes)}`
    return { document: null, notice: `${where} was not read. ${sizes}.` }
  }
  try {
    return openQuietly(new Uint8Array(await file.arrayBuffer()), where, "file")
  } catch {
    return { document: null, notice: `${where} could not be read: it is a folder, or it is gone.` }
  }
}

/** Opens a document that was made here, or given its bytes. */
export function openDocument(
  document: GradwireDocument,
  origin: Origin = "text",
  bytes: Uint8Array | null = null,
): void {
  openAsNew({ document, bytes, origin })
  runOpened()
}

/** Opens a document of this browser again. */
export async function openKept(id: string): Promise<boolean> {
  if (!(await openStored(id))) return false
  runOpened()
  return true
}

export async function openGallery(name: string): Promise<boolean> {
  try {
    const text = await galleryText(name)
    if (text !== null) return openText(text, `The graph “${name}”`, "example")
    warn(`There is no graph “${name}” in the gallery. Only its graphs can be named in an address.`)
  } catch {
    warn(`The graph “${name}” could not be fetched; check the connection and try again.`)
  }
  return false
}
