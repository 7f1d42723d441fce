// What is found, as files with a name and bytes: the newest state of each document, its earlier ones, what is in the bin
// and in quarantine, and edits that never reached the storage.

import { rebuild } from "../../state/library/storage/rebuild.ts"
import type { Stored } from "../../state/library/storage/records.ts"
import type { Raw, StoredRecords } from "./stored.ts"

export interface KeptFile {
  readonly name: string
  /** What it is, in words. */
  readonly about: string
  readonly bytes: Uint8Array
}

export interface KeptDocument {
  readonly title: string
  readonly about: string
  readonly newest: KeptFile | null
  readonly earlier: readonly KeptFile[]
}

export interface RecoveredFiles {
  readonly documents: readonly KeptDocument[]
  readonly bin: readonly KeptDocument[]
  readonly apart: readonly KeptFile[]
}

export async function filesOf(found: StoredRecords): Promise<RecoveredFiles> {
  const documents = await Promise.all(found.docs.map((head) => documentOf(head, found)))
  const bin = await Promise.all(found.bin.map((head) => documentOf(head, found)))
  const quarantined = found.quarantine.map((raw) => {
    const what = `${textOf(raw.kind)} ${textOf(raw.sequence)} of “${titleOf(raw)}”`
    const about = `${what}: ${textOf(raw.why)}`
    return { name: nameOf(raw, `-${textOf(raw.kind)}-${textOf(raw.sequence)}`), about, bytes: bytesOf(raw.bytes) }
  })
  const unsaved = found.unsaved.map(({ id, sequence, text }) => ({
    name: `unsaved-${plain(id)}.json`,
    about: `edits upon state ${sequence} that were not saved when the page was closed`,
    bytes: new TextEncoder().encode(text),
  }))
  return { documents, bin, apart: [...unsaved, ...quarantined] }
}

async function documentOf(head: Raw, found: StoredRecords): Promise<KeptDocument> {
  const mine = (records: readonly Raw[]): readonly Raw[] =>
    records.filter(({ id }) => id === head.id).sort((a, b) => Number(a.sequence) - Number(b.sequence))
  const snapshots = mine(found.snapshots)
  const newest = await newestOf(head, snapshots, mine(found.journal))
  const earlier = snapshots.map((raw) => {
    const bytes = bytesOf(raw.bytes)
    const about = `state ${textOf(raw.sequence)}, ${whenOf(raw.at)}, ${bytes.length} bytes`
    return { name: nameOf(head, `-state-${textOf(raw.sequence)}`), about, bytes }
  })
  const about = `changed ${whenOf(head.changed)}, state ${textOf(head.sequence)}`
  return { title: titleOf(head), about, newest, earlier: earlier.reverse() }
}

/** The newest snapshot with the journal upon it; if that fails, the last bytes there are. */
async function newestOf(head: Raw, snapshots: readonly Raw[], journal: readonly Raw[]): Promise<KeptFile | null> {
  try {
    // Whatever the records are, the rebuilding checks what it uses of them.
    const stored = { head, snapshots, journal } as unknown as Stored
    const { rebuilt } = await rebuild(stored, 0)
    if (rebuilt !== null) {
      const about = rebuilt.sequence === head.sequence ? "whole" : `only up to state ${rebuilt.sequence}`
      return { name: nameOf(head, ""), about, bytes: rebuilt.bytes }
    }
  } catch {
    // Damaged beyond that: the bytes below are better than none.
  }
  const last = snapshots.at(-1)
  if (last === undefined) return null
  return { name: nameOf(head, "-damaged"), about: "damaged: its checksum is wrong", bytes: bytesOf(last.bytes) }
}

function nameOf(raw: Raw, more: string): string {
  return `${plain(titleOf(raw))}${plain(more)}.json`
}

/** Letters, digits and hyphens: a title never becomes a path. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 80)
}

function titleOf(raw: Raw): string {
  return typeof raw.title === "string" && raw.title !== "" ? raw.title : "Untitled"
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 300) : "unknown"
}

function whenOf(value: unknown): string {
  const date = new Date(typeof value === "number" ? value : Number.NaN)
  return Number.isNaN(date.getTime()) ? "at an unknown time" : date.toLocaleString("en-GB")
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(0)
}
