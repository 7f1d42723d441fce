// Every way in: a file, a link, the gallery, pasted text, what this browser keeps. Each makes a document of its own, and
// the one that was open stays as it was. Whatever cannot be read changes nothing and says so. This folder reads no text
// itself: that is graph/text and formats.

import { type SeedUse, seedUse, someNames } from "../../../engine/seedUse.ts"
import { analyze } from "../../../graph/analysis/analyze.ts"
import { FIRST_FORMAT, type GradwireDocument, isQuarantined } from "../../../graph/document.ts"
import { setSeed, setView } from "../../../graph/edit/edit.ts"
import { wordsOf } from "../../../graph/problem.ts"
import { readDocument } from "../../../graph/text/read.ts"
import { knownOps } from "../../../ops/known.ts"
import { knowAll } from "../../../state/library/kinds.ts"
import { openAsNew, openStored } from "../../../state/library/library.ts"
import { openingFault } from "../../../state/library/storage/load.ts"
import type { Origin } from "../../../state/library/storage/records.ts"
import { say, warn } from "../../../state/messages.ts"
import { runOpened } from "../../../state/run/run.ts"
import { FIRST_GRAPH, galleryText } from "./gallery.ts"
import { hadAgain } from "./visits.ts"

/** Opens a document's text and runs it. False, and a banner, if it cannot be read. `where` begins the sentence. */
export function openText(text: string | Uint8Array, where: string, origin: Origin = "text"): boolean {
  const { document, notice } = openQuietly(text, where, origin, () => "")
  if (notice !== null) warn(notice)
  return document !== null
}

/** What came of a try. */
export interface Opened {
  readonly document: GradwireDocument | null
  /** What there is to say about it. */
  readonly notice: string | null
}

/** Says nothing itself. `advice`: what to do with a text that is no document. */
export function openQuietly(text: string | Uint8Array, where: string, origin: Origin, advice: () => string): Opened {
  try {
    return readAndOpen(text, where, origin, advice)
  } catch (error) {
    return { document: null, notice: faultWords(where, error) }
  }
}

/** A fault of this program: what was open before is open still. */
function faultWords(where: string, error: unknown): string {
  return `${openingFault(where, error)} Nothing was changed.`
}

function readAndOpen(text: string | Uint8Array, where: string, origin: Origin, advice: () => string): Opened {
  const { document, problems, newer } = readDocument(text)
  const [first] = problems
  if (document === null) {
    return { document, notice: `${where} could not be opened. ${first?.sentence ?? ""}${advice()}` }
  }
  // What a newer Gradwire wrote is kept byte for byte.
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text
  openAndRun(newer ? document : withOwnSeed(document), origin, newer ? bytes : null)
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
  const own = setSeed(setView(document, { newSeed: undefined }), seed)
  say(ownSeedWords(seedUse(analyze(own, knownOps, "train")), seed))
  return own
}

/** Which numbers are the reader's own, and which are everybody's. */
function ownSeedWords({ drawn, written }: SeedUse, seed: number): string {
  if (drawn.length === 0) {
    const why = written.length > 0 ? "its numbers are written in the document" : "there is nothing to draw"
    return `The sender offers every reader a seed of their own, but nothing here depends on it: ${why}.`
  }
  if (written.length === 0) return `The numbers are drawn from a seed of your own, ${seed}.`
  return `Drawn from a seed of your own, ${seed}: ${someNames(drawn)}. Written in the document, the same for every reader: ${someNames(written)}.`
}

/** Of seeds that are drawn: short enough to be told somebody. */
const MOST_SEED = 999_999

/** Opens a document that was made here. False, and a banner, if that meets a fault. */
export function openDocument(document: GradwireDocument, origin: Origin = "text"): boolean {
  try {
    openAndRun(document, origin, null)
    return true
  } catch (error) {
    warn(faultWords(`“${document.title || "Untitled"}”`, error))
    return false
  }
}

/** Opens an empty document. */
export function openBlank(): boolean {
  const opened = openDocument({ gradwire: FIRST_FORMAT, title: "Untitled", nodes: [] }, "new")
  if (opened) hadAgain("blank")
  return opened
}

function openAndRun(document: GradwireDocument, origin: Origin, bytes: Uint8Array | null): void {
  openAsNew({ document, bytes, origin })
  tryToRun()
}

/** Opens a document of this browser again. */
export async function openKept(id: string): Promise<boolean> {
  if (!(await openStored(id))) return false
  tryToRun()
  return true
}

/** The document is open, whatever comes of its run. */
function tryToRun(): void {
  try {
    runOpened()
  } catch (error) {
    warn(`The graph is open, but a fault in Gradwire itself keeps it from running: ${wordsOf(error)}`)
  }
}

export async function openGallery(name: string): Promise<boolean> {
  try {
    const text = await galleryText(name)
    if (text !== null) {
      if (name !== FIRST_GRAPH) await knowAll()
      const opened = openText(text, `The graph “${name}”`, "example")
      if (opened) hadAgain({ gallery: name })
      return opened
    }
    warn(`There is no graph “${name}” in the gallery.`)
  } catch {
    warn(`The graph “${name}” could not be fetched; check the connection and try again.`)
  }
  return false
}
