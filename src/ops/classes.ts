// Class indices at a port: ordinary tensors whose numbers must be whole and in range. Shapes cannot tell, so forward
// rules look at the numbers.

import type { Tensor } from "../tensor/tensor.ts"
import { show } from "./attrs.ts"
import { OpFailure } from "./op.ts"

/** Throws an OpFailure at `port` if a number is not one of 0 … classes − 1 (or `ignored`). */
export function checkClasses(port: string, indices: Tensor, classes: number, ignored: number | null): void {
  const wrong = indices.data.findIndex((c) => c !== ignored && !(Number.isInteger(c) && c >= 0 && c < classes))
  if (wrong < 0) return
  const found = show(indices.data[wrong]).replace("-", "−")
  const range = classes === 1 ? "the only class is 0" : `classes are whole numbers from 0 to ${classes - 1}`
  const place = indices.shape.length === 0 ? "" : ` at [${placeOf(wrong, indices).join(", ")}]`
  throw new OpFailure(port, `the class${place} is ${found}, but ${range}`)
}

function placeOf(index: number, { shape }: Tensor): readonly number[] {
  const place: number[] = []
  let rest = index
  for (const size of [...shape].reverse()) {
    place.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return place
}
