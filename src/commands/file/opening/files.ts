// Files that are dropped, pasted or chosen, each a document of its own.

import { recognise } from "../../../formats/files/recognise.ts"
import { browserLimits } from "../../../graph/limits.ts"
import { count } from "../../../graph/problem.ts"
import { warn } from "../../../state/messages.ts"
import { type Opened, openQuietly } from "./opening.ts"
import { asOneStep } from "./visits.ts"

/** So many of the files that come at once are opened. */
const MOST_FILES = 20

/** Opens each file as a document of its own; the last one is looked at. */
export function openFiles(files: readonly File[]): Promise<void> {
  return asOneStep(() => openEach(files))
}

async function openEach(files: readonly File[]): Promise<void> {
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
  if (await isOffered(file)) return { document: null, notice: null }
  if (file.size > browserLimits.fileBytes) {
    const sizes = `It has ${count(file.size)} bytes; the limit is ${count(browserLimits.fileBytes)}`
    return { document: null, notice: `${where} was not read. ${sizes}.` }
  }
  const bytes = await bytesOf(file)
  if (bytes === null) return { document: null, notice: `${where} could not be read: it is a folder, or it is gone.` }
  return openQuietly(bytes, where, "file", () => dataAdvice(bytes))
}

const WEIGHT_KINDS = new Set(["safetensors", "npz", "pickle"])
/** Bytes that tell a kind. */
const START = 4096

/** Whether it belongs to the open graph: the log of a training, or weights that it could take, about which it asks. */
async function isOffered(file: File): Promise<boolean> {
  const start = await bytesOf(file.slice(0, START))
  const kind = start === null ? null : recognise(start)
  if (kind?.kind === "trainingLog") {
    const { takeLog } = await import("./trainingLogs.ts")
    await takeLog(file)
    return true
  }
  if (kind === null || !WEIGHT_KINDS.has(kind.kind)) return false
  const { offerDropped } = await import("../weighing/weighing.ts")
  return offerDropped(file)
}

async function bytesOf(file: Blob): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    return null
  }
}

/** What a file with examples or an array is good for, where it was opened as a document. */
function dataAdvice(text: Uint8Array): string {
  const kind = recognise(text)
  // Text that begins with a brace was meant as a document.
  if (kind === null || !DATA_KINDS.has(kind.kind) || text[0] === 0x7b) return ""
  return " To train on it, drop it in Training under Data, “Numbers of your own”; to compare a tensor with it, drop it on that tensor."
}

const DATA_KINDS = new Set(["npy", "npz", "idx", "gzip", "safetensors", "table"])
