// Unpacks deflate within a limit: whatever the packed bytes claim, no more is held than the limit and one slice more.

import { Inflate } from "fflate"

/** A slice of packed bytes becomes at most 1,032 times as many. */
const SLICE = 4096

/** The unpacked bytes, or why there are none. */
export function unpack(
  packed: Uint8Array,
  most: number,
): { readonly bytes: Uint8Array } | { readonly failed: "too large" | "damaged" } {
  const pieces: Uint8Array[] = []
  let size = 0
  const stream = new Inflate((piece) => {
    pieces.push(piece)
    size += piece.length
  })
  try {
    for (let at = 0; at < packed.length && size <= most; at += SLICE) {
      stream.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length)
    }
  } catch {
    // fflate throws for whatever is no deflate, and for an end that comes too early.
    return { failed: "damaged" }
  }
  if (size > most) return { failed: "too large" }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return { bytes }
}
