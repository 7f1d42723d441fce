// One write, worked out before anything is touched: a journal entry for a small change, a snapshot for a large one, for
// every fiftieth and whenever the journal cannot be built upon.

import type { GradwireDocument } from "../../../graph/document.ts"
import { digest } from "./digest.ts"
import { pictureOf } from "./picture.ts"
import { prune } from "./prune.ts"
import type { Commit, Head, JournalEntry, Origin, Snapshot, SnapshotMark } from "./records.ts"
import { spliceBetween } from "./splice.ts"

/** What is stored already. */
export interface Base {
  readonly head: Head
  readonly bytes: Uint8Array
  /** The snapshot that was proved whole when it was read. */
  readonly verified: number
  /** Part of the journal could not be read: the next write must be a snapshot. */
  readonly broken: boolean
}

export interface Change {
  readonly id: string
  readonly origin: Origin
  readonly document: GradwireDocument
  readonly bytes: Uint8Array
  readonly edited: boolean
  readonly now: number
  /** A snapshot is wanted. */
  readonly whole: boolean
  /** The storage is full: let go of every snapshot that need not stay. */
  readonly pressed: boolean
}

export const MOST_ENTRIES = 50

export async function planCommit(base: Base | null, change: Change): Promise<Commit> {
  const { id, bytes, now, pressed } = change
  const parent = base?.head.sequence ?? null
  const sequence = (parent ?? 0) + 1
  const hash = await digest(bytes)
  const splice = base === null || base.broken ? null : spliceBetween(base.bytes, bytes)
  const small = splice !== null && splice.put.length <= bytes.length / 2
  const many = base !== null && sequence - newestSnapshot(base.head) > MOST_ENTRIES
  const about = { id, sequence, at: now, hash }
  // Beside a snapshot too: should that be lost, the one before it and the journal still lead here.
  const entry: JournalEntry | null = small && parent !== null ? { ...about, parent, splice } : null
  const snapshot: Snapshot | null = change.whole || many || entry === null ? { ...about, bytes } : null
  const made: SnapshotMark[] = snapshot === null ? [] : [{ sequence, at: now, bytes: bytes.length }]
  const { kept, dropped } = prune([...(base?.head.snapshots ?? []), ...made], base?.verified ?? null, pressed)
  return {
    expected: parent,
    head: { ...headOf(base, change), sequence, parent, hash, snapshots: kept },
    ...(entry === null ? {} : { entry }),
    ...(snapshot === null ? {} : { snapshot }),
    drop: dropped,
    dropJournal: kept.at(-2)?.sequence ?? 0,
  }
}

export function newestSnapshot(head: Head): number {
  return head.snapshots.at(-1)?.sequence ?? 0
}

function headOf(base: Base | null, change: Change): Omit<Head, "sequence" | "parent" | "hash" | "snapshots"> {
  const { id, document, bytes, now } = change
  return {
    id,
    title: document.title ?? "",
    nodes: document.nodes.length,
    bytes: bytes.length,
    picture: pictureOf(document),
    origin: base?.head.origin ?? change.origin,
    edited: change.edited || (base?.head.edited ?? false),
    created: base?.head.created ?? now,
    changed: now,
    deleted: null,
  }
}
