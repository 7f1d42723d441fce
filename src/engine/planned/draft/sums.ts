// Sums over images in parts: each part sums up its own images into room of its own, and then the parts are added in order. How
// many there are depends on sizes alone, so that the same numbers come out on every number of threads.

import { planesBytes, roundedUp } from "../../../kernels/planes.ts"
import { addedUp } from "../../../kernels/sums.ts"
import type { Buffer } from "./buffers.ts"
import type { Draft, InPlanes } from "./draft.ts"
import { type Argument, byEach, byImages, stretchesOf, whole } from "./parts.ts"
import { partsFor } from "./worth.ts"

/** Parts at most: each has sums of its own. */
const MOST = 4

/** A sum over the images of two planes. */
interface Summed {
  readonly what: string
  readonly macs: number
  readonly a: InPlanes
  readonly b: InPlanes
  /** Floats of the sum, and floats that a part works in; 0 where its kernel wants no room. */
  readonly floats: number
  readonly work: number
  /** Parts at most, where some images are too few for a part. */
  readonly most?: number
  /** Function (a, b, sums, work) over so many images: adds to the sums. */
  readonly kernel: (batch: number) => { readonly name: string }
}

/** The sum, in a new buffer. */
export function sumImages(draft: Draft, { what, macs, a, b, floats, work, most = MOST, kernel }: Summed): Buffer {
  // Sums are no more than what is summed.
  const room = Math.floor((planesBytes(a.planes) + planesBytes(b.planes)) / (4 * floats))
  const stretches = stretchesOf(a.planes.batch, Math.max(1, Math.min(MOST, most, partsFor(macs), room)))
  const each = roundedUp(floats)
  const sums = draft.buffer(each * stretches.length)
  draft.clear(sums)
  const own: Argument = { buffer: sums, at: (_, part) => 4 * each * part }
  const args = [byImages(a), byImages(b), own, ...(work > 0 ? [whole(draft.scratch(work))] : [])]
  draft.divide({ what, macs, kernel, stretches, args })
  if (stretches.length > 1) {
    draft.divide({
      what: "add up",
      stretches: stretchesOf(each / 4, partsFor((each * stretches.length) / 2)),
      kernel: (vectors) => addedUp(draft.module, { vectors, apart: each, terms: stretches.length }),
      args: [byEach(sums, 16)],
    })
  }
  return sums
}
