// A change between two texts as one splice of bytes: what both begin and end with is left out.

import type { Splice } from "./records.ts"

export function spliceBetween(before: Uint8Array, after: Uint8Array): Splice {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { at: start, cut: before.length - start - end, put: after.slice(start, after.length - end) }
}

/** The bytes after a splice; null if it does not lie within them. */
export function applySplice(bytes: Uint8Array, { at, cut, put }: Splice): Uint8Array | null {
  if (!(at >= 0 && cut >= 0 && at + cut <= bytes.length)) return null
  const after = new Uint8Array(bytes.length - cut + put.length)
  after.set(bytes.subarray(0, at))
  after.set(put, at)
  after.set(bytes.subarray(at + cut), at + put.length)
  return after
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
