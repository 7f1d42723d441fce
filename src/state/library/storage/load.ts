// Reads a stored document and proves it whole. What does not validate goes to quarantine with its bytes; what can be
// rebuilt from before it opens, and says so.

import type { GradwireDocument } from "../../../graph/document.ts"
import { wordsOf } from "../../../graph/problem.ts"
import { readDocument } from "../../../graph/text/read.ts"
import type { Base } from "./commit.ts"
import { type Rebuilt, rebuild } from "./rebuild.ts"
import type { DocumentStore, Quarantined, Stored } from "./records.ts"

export interface Loaded {
  readonly document: GradwireDocument
  readonly base: Base
  /** What could not be read, if something could not. */
  readonly notice: string | null
}
/** Why nothing was loaded; `missing` where there is no such document any more, or it lies in the bin. */
export interface Unloadable {
  readonly problem: string
  readonly missing?: true
}

/** `writing`: this tab may put right what is damaged. Rejects with what the storage says, and never with a fault of ours. */
export async function load(
  store: DocumentStore,
  id: string,
  now: number,
  writing: boolean,
): Promise<Loaded | Unloadable> {
  const stored = await store.read(id)
  if (stored === null) return { missing: true, problem: "This graph is not in this browser any more." }
  const { title, deleted } = stored.head
  if (deleted !== null) return { missing: true, problem: inBin(title) }
  const { bad, came } = await prove(stored, now).catch((error) => ({
    bad: [],
    came: { problem: faultAtOpening(title, error) },
  }))
  const loaded = "document" in came
  if (bad.length > 0 && (writing || !loaded)) await store.quarantine(bad, loaded)
  return came
}

interface Proved {
  readonly came: Loaded | Unloadable
  /** Records that did not validate. */
  readonly bad: readonly Quarantined[]
}

async function prove(stored: Stored, now: number): Promise<Proved> {
  const { rebuilt, bad } = await rebuild(stored, now)
  const name = quoted(stored.head.title)
  const advice = "Its bytes are kept; the recovery page hands them out."
  if (rebuilt === null) {
    const why = bad[0]?.why ?? "nothing of it is stored"
    return { bad, came: { problem: `${name} could not be read: ${why}. ${advice}` } }
  }
  const { document, problems } = readDocument(rebuilt.bytes)
  if (document === null) {
    const why = problems[0]?.sentence ?? "it is no document"
    const problem = `${name} could not be read: ${why} ${advice}`
    return { bad: [whole(stored, rebuilt, why, now)], came: { problem } }
  }
  // By count of writes, not of bad records: an entry may be missing altogether.
  const lost = Math.max(0, stored.head.sequence - rebuilt.sequence)
  const last = lost === 1 ? "The last change" : `The last ${lost} changes`
  const notice =
    lost === 0
      ? null
      : `${last} of ${name} could not be read. ${bad.length > 0 ? advice : "The storage has lost them."}`
  return { bad, came: { document, base: baseOf(stored, rebuilt, bad), notice } }
}

/** What is said where opening something threw: the fault is ours, neither the storage's nor the document's. */
export function openingFault(what: string, error: unknown): string {
  const thrown = wordsOf(error).replace(/\.$/, "") || "nothing said why"
  return `${what} could not be opened, for a fault in Gradwire itself: ${thrown}.`
}

/** The same of a stored document. */
export function faultAtOpening(title: string, error: unknown): string {
  return `${openingFault(quoted(title), error)} It stays in the list.`
}

function quoted(title: string): string {
  return `“${title || "Untitled"}”`
}

/** Why a document that was thrown away is not opened. */
export function inBin(title: string): string {
  return `${quoted(title)} lies in the bin; the list of documents takes it out again.`
}

function baseOf({ head }: Stored, { bytes, sequence, snapshot }: Rebuilt, bad: readonly Quarantined[]): Base {
  const gone = new Set(bad.filter(({ kind }) => kind === "snapshot").map((record) => record.sequence))
  const snapshots = head.snapshots.filter((mark) => !gone.has(mark.sequence))
  return {
    head: { ...head, snapshots },
    bytes,
    verified: snapshot,
    broken: sequence !== head.sequence || bad.length > 0,
  }
}

function whole({ head }: Stored, { bytes }: Rebuilt, why: string, now: number): Quarantined {
  return { id: head.id, kind: "document", sequence: head.sequence, title: head.title, at: now, why, bytes }
}

/** What `load` amounts to where the storage itself gave no answer. */
export function storageFailed(): Unloadable {
  return { problem: "The storage of this browser gave no answer; the graph could not be opened. Try again." }
}
