// The ops that a document needs, fetched before it is opened: the page begins with those of its first picture (ops/known.ts).

import { knownOps } from "../../ops/known.ts"

export async function knowAll(): Promise<void> {
  await import("../../ops/registry.ts")
}

/** Waits until these kinds are known; one that no op has is asked for in vain. */
export async function knowKinds(kinds: readonly string[]): Promise<void> {
  if (!kinds.every((kind) => knownOps.has(kind))) await knowAll()
}
