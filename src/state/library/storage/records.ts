// What this browser's storage holds of documents, and what is asked of a storage. IndexedDB is one (indexedDb.ts), memory
// another (memoryStore.ts). Bytes are a document's text in UTF-8; order comes from sequence numbers, never from clocks.
// This folder knows records and bytes; which document is open, and when to write, it is told.

import type { Picture } from "./picture.ts"

/** How a document came here. */
export type Origin = "example" | "link" | "file" | "text" | "new" | "copy"

/** One document: the record that every write compares and swaps. */
export interface Head {
  readonly id: string
  /** Grows by one with every write. */
  readonly sequence: number
  /** The sequence that the last write was built upon; null for the first. */
  readonly parent: number | null
  /** The snapshots that are kept, oldest first. The newest is the base of the journal. */
  readonly snapshots: readonly SnapshotMark[]
  /** Digest of the document as it is at `sequence`. */
  readonly hash: string
  readonly title: string
  readonly nodes: number
  readonly bytes: number
  readonly picture: Picture
  readonly origin: Origin
  /** A person has changed it since it came. */
  readonly edited: boolean
  /** For people to read, in milliseconds. */
  readonly created: number
  readonly changed: number
  /** When it went into the bin; null outside. */
  readonly deleted: number | null
}

export interface SnapshotMark {
  readonly sequence: number
  readonly at: number
  readonly bytes: number
}

/** A whole document. */
export interface Snapshot {
  readonly id: string
  readonly sequence: number
  readonly at: number
  readonly bytes: Uint8Array
  readonly hash: string
}

/** One batch of edits: what became of the bytes at `parent`. */
export interface JournalEntry {
  readonly id: string
  readonly sequence: number
  readonly parent: number
  readonly at: number
  readonly splice: Splice
  /** Digest of the whole document after it. */
  readonly hash: string
}

/** Bytes from `at`: `cut` of them went, `put` came. */
export interface Splice {
  readonly at: number
  readonly cut: number
  readonly put: Uint8Array
}

/** What did not validate, with its bytes; never overwritten, handed out by the recovery page. */
export interface Quarantined {
  readonly id: string
  readonly kind: "snapshot" | "journal" | "document"
  readonly sequence: number
  readonly title: string
  readonly at: number
  readonly why: string
  readonly bytes: Uint8Array
}

export interface Stored {
  readonly head: Head
  /** Oldest first, both. */
  readonly snapshots: readonly Snapshot[]
  readonly journal: readonly JournalEntry[]
}

/** One write: a new head with a snapshot or a journal entry, and what may go. */
export interface Commit {
  /** Sequence of the head that it was built upon; null for a new document. Another one there: nothing is written. */
  readonly expected: number | null
  readonly head: Head
  readonly snapshot?: Snapshot
  readonly entry?: JournalEntry
  /** Sequences of snapshots that are no longer kept. */
  readonly drop?: readonly number[]
  /** Journal entries up to this sequence are no longer needed. */
  readonly dropJournal?: number
}

export type Committed = { readonly done: true } | { readonly done: false; readonly found: Head | null }

/** What a document that goes for good must be at that moment: in the bin, or outside of it at this sequence. */
export type Seen = "binned" | { readonly sequence: number }

export function isAsSeen(head: Head, seen: Seen): boolean {
  return seen === "binned" ? head.deleted !== null : head.deleted === null && head.sequence === seen.sequence
}

/** Promises resolve when what they stand for is durable; they reject with what the browser says. */
export interface DocumentStore {
  /** Of all documents, those in the bin too. */
  readonly heads: () => Promise<readonly Head[]>
  readonly read: (id: string) => Promise<Stored | null>
  readonly commit: (commit: Commit) => Promise<Committed>
  /** Keeps records apart; `remove` takes them from where they were in the same transaction. */
  readonly quarantine: (records: readonly Quarantined[], remove: boolean) => Promise<void>
  /** Into the bin at a time, or out of it again (null). False if there is no such document. */
  readonly setDeleted: (id: string, at: number | null) => Promise<boolean>
  /** For good, with all its snapshots, if it still is what was seen. What is in quarantine stays. False if it is not. */
  readonly destroy: (id: string, seen: Seen) => Promise<boolean>
  readonly close: () => void
}
