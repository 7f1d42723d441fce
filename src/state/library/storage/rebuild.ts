// A document from what is stored of it: the newest snapshot whose digest is right, then the journal until the first entry
// that does not fit. Whatever is left over is named, with its bytes, so that nothing is dropped in silence.

import { verifies } from "./digest.ts"
import type { JournalEntry, Quarantined, Snapshot, Stored } from "./records.ts"
import { applySplice } from "./splice.ts"

export interface Rebuilt {
  readonly bytes: Uint8Array
  /** The state that it is; less than the head's if something could not be read. */
  readonly sequence: number
  /** Of the snapshot that it stands on. */
  readonly snapshot: number
}

export interface RebuildResult {
  readonly rebuilt: Rebuilt | null
  /** Records that did not validate, oldest first. */
  readonly bad: readonly Quarantined[]
}

export async function rebuild(stored: Stored, now: number): Promise<RebuildResult> {
  const bad: Quarantined[] = []
  const aside = (record: Snapshot | JournalEntry, kind: "snapshot" | "journal", why: string): void => {
    const bytes = "bytes" in record ? record.bytes : record.splice.put
    const { id, sequence } = record
    bad.push({ id, kind, sequence, title: stored.head.title, at: now, why, bytes })
  }
  for (const snapshot of [...stored.snapshots].reverse()) {
    if (!(await isSound(snapshot))) {
      aside(snapshot, "snapshot", "its checksum does not agree with its bytes")
      continue
    }
    const rebuilt = await replay(snapshot, stored.journal, aside)
    return { rebuilt, bad: bad.sort((a, b) => a.sequence - b.sequence) }
  }
  for (const entry of stored.journal) aside(entry, "journal", "there is no snapshot that it belongs to")
  return { rebuilt: null, bad: bad.sort((a, b) => a.sequence - b.sequence) }
}

async function replay(
  snapshot: Snapshot,
  journal: readonly JournalEntry[],
  aside: (entry: JournalEntry, kind: "journal", why: string) => void,
): Promise<Rebuilt> {
  let { bytes, sequence } = snapshot
  let broken = false
  for (const entry of journal) {
    if (entry.sequence <= snapshot.sequence) continue
    const after = broken || entry.parent !== sequence ? null : await applied(bytes, entry)
    if (after === null) {
      aside(entry, "journal", broken ? "an entry before it is missing" : "its checksum does not agree with its bytes")
      broken = true
      continue
    }
    bytes = after
    sequence = entry.sequence
  }
  return { bytes, sequence, snapshot: snapshot.sequence }
}

async function isSound(snapshot: Snapshot): Promise<boolean> {
  return snapshot.bytes instanceof Uint8Array && (await verifies(snapshot.bytes, String(snapshot.hash)))
}

async function applied(bytes: Uint8Array, { splice, hash }: JournalEntry): Promise<Uint8Array | null> {
  const isSplice = typeof splice === "object" && splice !== null && splice.put instanceof Uint8Array
  const after = isSplice ? applySplice(bytes, splice) : null
  return after !== null && (await verifies(after, String(hash))) ? after : null
}
