// Sums over the pixels of planes, one a channel, which whoever made the planes knows from elsewhere: what a bias gets back.

import type { Buffer } from "./buffers.ts"
import type { InPlanes } from "./draft.ts"

type Known = { readonly sums: Buffer } | { readonly like: InPlanes }

const known = new WeakMap<Buffer, Known>()

/** The sums of these planes are those of others, which are fewer. */
export function sumsAreLike({ buffer }: InPlanes, like: InPlanes): void {
  known.set(buffer, { like })
}

/** The sums of these planes are there, float32. */
export function sumsAreKnown({ buffer }: InPlanes, sums: Buffer): void {
  known.set(buffer, { sums })
}

/** The sums, or the planes to sum up for them. */
export function sumsOf(planes: InPlanes): Known {
  return known.get(planes.buffer) ?? { like: planes }
}
