// Documents in memory: what is left where the browser gives no storage. Opening another graph then still loses nothing,
// until the page is closed.

import {
  type Commit,
  type Committed,
  type DocumentStore,
  type Head,
  isAsSeen,
  type JournalEntry,
  type Quarantined,
  type Snapshot,
  type Stored,
} from "./records.ts"

interface Held {
  readonly head: Head
  readonly snapshots: readonly Snapshot[]
  readonly journal: readonly JournalEntry[]
}

export interface MemoryStore extends DocumentStore {
  readonly aside: () => readonly Quarantined[]
}

export function memoryStore(): MemoryStore {
  const documents = new Map<string, Held>()
  const aside = new Map<string, Quarantined>()
  return {
    aside: () => [...aside.values()],
    heads: async () => [...documents.values()].map(({ head }) => head),
    read: async (id) => documents.get(id) ?? null,
    commit: async (commit) => {
      const found = documents.get(commit.head.id) ?? null
      const binned = found !== null && found.head.deleted !== null
      if (binned || (found?.head.sequence ?? null) !== commit.expected)
        return { done: false, found: found?.head ?? null }
      documents.set(commit.head.id, written(found, commit))
      return { done: true } satisfies Committed
    },
    quarantine: async (records, remove) => {
      for (const record of records) {
        aside.set(`${record.id}/${record.kind}/${record.sequence}`, record)
        const held = documents.get(record.id)
        if (remove && held !== undefined) documents.set(record.id, without(held, record))
      }
    },
    setDeleted: async (id, deleted) => {
      const held = documents.get(id)
      if (held !== undefined) documents.set(id, { ...held, head: { ...held.head, deleted } })
      return held !== undefined
    },
    destroy: async (id, seen) => {
      const held = documents.get(id)
      return held !== undefined && isAsSeen(held.head, seen) && documents.delete(id)
    },
    close: () => {},
  }
}

function written(found: Stored | null, { head, snapshot, entry, drop = [], dropJournal = 0 }: Commit): Held {
  const snapshots = (found?.snapshots ?? []).filter(({ sequence }) => !drop.includes(sequence))
  const journal = (found?.journal ?? []).filter(({ sequence }) => sequence > dropJournal)
  return {
    head,
    snapshots: snapshot === undefined ? snapshots : [...snapshots, snapshot],
    journal: entry === undefined ? journal : [...journal, entry],
  }
}

function without(held: Held, { kind, sequence }: Quarantined): Held {
  const others = (one: { readonly sequence: number }): boolean => one.sequence !== sequence
  if (kind === "snapshot") return { ...held, snapshots: held.snapshots.filter(others) }
  return kind === "journal" ? { ...held, journal: held.journal.filter(others) } : held
}
