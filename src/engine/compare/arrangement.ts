// Mistakes that only move numbers: transposed, turned, read in the other order, shifted by one.

import { permute } from "../../tensor/permute.ts"
import { reshape, sameShape, type Tensor } from "../../tensor/tensor.ts"
import { orderWords, permutations } from "./fit.ts"
import { flipped, shifted, shiftWords } from "./rerun/moving.ts"
import type { Candidate, CauseRule } from "./rerun/subject.ts"

const MOST_AXES = 5

/** Axes in another order, where that leaves the shape as it is. */
export const reordered: CauseRule = function* ({ ours }) {
  if (ours.shape.length > MOST_AXES) return
  for (const dims of permutations(ours.shape.length).slice(1)) {
    const tensor = permute(ours, dims)
    if (sameShape(tensor.shape, ours.shape)) yield { words: `It has ${orderWords(dims, ours.shape)}.`, tensor }
  }
}

/** Turned by 180° or mirrored, on the last two axes. */
export const mirrored: CauseRule = function* ({ ours }) {
  const rank = ours.shape.length
  if (rank === 0) return
  if (rank >= 2)
    yield { words: "It is turned by 180°, as a flipped kernel is.", tensor: flipped(ours, [rank - 2, rank - 1]) }
  yield { words: "Each row runs backwards: flipped along the last axis.", tensor: flipped(ours, [rank - 1]) }
  if (rank >= 2) yield { words: "The rows run from bottom to top.", tensor: flipped(ours, [rank - 2]) }
}

/** Numbers written column by column (MATLAB, Fortran) into a shape that is read row by row. */
export const columnByColumn: CauseRule = function* ({ ours }): Generator<Candidate> {
  const rank = ours.shape.length
  if (rank < 2) return
  const backwards = ours.shape.map((_, axis) => rank - 1 - axis)
  const tensor = reshape(permute(ours, backwards), ours.shape)
  yield { words: "The numbers run column by column, as MATLAB and Fortran keep them, not row by row.", tensor }
}

/** One cell up, down, left, right, or along a diagonal; what enters at the edge is not known. */
export const offByOne: CauseRule = function* ({ ours }): Generator<Candidate> {
  const rank = ours.shape.length
  if (rank === 0) return
  for (const down of rank >= 2 ? [0, 1, -1] : [0]) {
    for (const right of [0, 1, -1]) {
      if (down === 0 && right === 0) continue
      const tensor: Tensor = shifted(ours, down, right)
      yield { words: `Everything lies ${shiftWords(down, right)}: the padding is off by one.`, tensor }
    }
  }
}
