// Tensors of full size as they lie: in planes where the input is there in planes alone, else contiguous.

import type { Images } from "../../../../kernels/fast.ts"
import { BARE, type Halo } from "../../../../kernels/planes.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import { contiguous, type Draft, type Drafted, inPlanes } from "../../draft/draft.ts"
import { type Placed, placed, placedPlanes } from "./layouts.ts"

/** The images of a tensor that lies in planes alone; `view` is batch, parts of the channels, height and width. */
export function lyingIn(draft: Draft, tensor: Drafted, view: Shape): Images | null {
  draft.written(tensor)
  if (tensor.flat !== null) return null
  const images = tensor.planes.find(({ planes }) => planes.pitch % 4 === 0)?.images ?? null
  return images !== null && fits(images, view) ? images : null
}

function fits({ batch, channels, height, width }: Images, view: Shape): boolean {
  return batch === view[0] && height === view.at(-2) && width === view.at(-1) && channels === sizeOf(view.slice(1, -2))
}

/** A tensor as it is read. */
export function seen(draft: Draft, view: Shape, tensor: Drafted, images: Images | null): Placed {
  if (images !== null) return placedPlanes(view, draft.planes(tensor, images, BARE))
  return placed(view, view, draft.flat(tensor))
}

/** Room for one that is written. */
export function roomFor(
  draft: Draft,
  view: Shape,
  images: Images | null,
  shape: Shape,
  halo: Halo,
): readonly [Drafted, Placed] {
  if (images !== null) {
    const made = draft.newPlanes(images, halo)
    return [inPlanes(shape, made), placedPlanes(view, made)]
  }
  const buffer = draft.buffer(sizeOf(view))
  return [contiguous(shape, buffer), placed(view, view, buffer)]
}
