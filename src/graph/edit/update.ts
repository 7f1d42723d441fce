// Steps that edits are made of. What does not change stays the same object.

import { type GradwireDocument, isQuarantined, type NodeDocument, type NodeEntry, type Point } from "../document.ts"
import { MAX_COORDINATE } from "../limits.ts"

/** Ids of all entries, quarantined ones included. */
export function takenIds(document: GradwireDocument): Set<string> {
  return new Set(document.nodes.map((entry) => entry.id))
}

/** The node of an id, unless it is quarantined. */
export function findNode(document: GradwireDocument, id: string): NodeDocument | undefined {
  return document.nodes.find((entry): entry is NodeDocument => entry.id === id && !isQuarantined(entry))
}

/** Changes one node; the same document comes back if there is none or it stays itself. */
export function updateNode(
  document: GradwireDocument,
  id: string,
  change: (node: NodeDocument) => NodeDocument,
): GradwireDocument {
  return updateEntries(document, (entry) => (entry.id === id && !isQuarantined(entry) ? change(entry) : entry))
}

/** Changes entries; the same document comes back if all stay themselves. */
export function updateEntries(document: GradwireDocument, change: (entry: NodeEntry) => NodeEntry): GradwireDocument {
  let changed = false
  const nodes = document.nodes.map((entry) => {
    const next = change(entry)
    if (next !== entry) changed = true
    return next
  })
  return changed ? { ...document, nodes } : document
}

/** An object with a key set or, for `undefined`, without it; nothing is left of an empty one. */
export function withKey<T>(
  object: { readonly [key: string]: T } | undefined,
  key: string,
  value: T | undefined,
): { readonly [key: string]: T } | undefined {
  if (value !== undefined)
    return object?.[key] === value && Object.hasOwn(object, key) ? object : { ...object, [key]: value }
  if (object === undefined || !Object.hasOwn(object, key)) return object
  const entries = Object.entries(object).filter(([name]) => name !== key)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** An object with a field set or, for `undefined`, without it. */
export function withField<T extends object, K extends keyof T & string>(object: T, key: K, value: T[K] | undefined): T {
  if (object[key] === value) return object
  if (value !== undefined) return { ...object, [key]: value }
  const { [key]: _, ...rest } = object
  // Only optional fields are taken away: the callers set `undefined` for no other.
  return rest as T
}

/** The point with each coordinate kept within the limit. */
export function within([x, y]: Point): Point {
  return [
    Math.min(MAX_COORDINATE, Math.max(-MAX_COORDINATE, x)),
    Math.min(MAX_COORDINATE, Math.max(-MAX_COORDINATE, y)),
  ]
}

/** What the reader would refuse in a text is left out: control characters, half characters, what is too long. */
export function clean(text: string | undefined, most: number): string | undefined {
  return text?.replace(UNREADABLE, "").slice(0, most).replace(UNREADABLE, "") || undefined
}

const UNREADABLE = /[^\P{Cc}\n\t]|\p{Cs}/gu
