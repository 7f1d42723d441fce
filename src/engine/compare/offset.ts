// Differences that are the same all along some axes: one number added everywhere, or one for each channel, column or row. Read off
// the array itself, so said only where nothing else explains it.

import { writeNumber } from "../../formula/number.ts"
import { broadcast2 } from "../../tensor/broadcast.ts"
import { meanOver } from "../../tensor/reduce.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { CauseRule } from "./rerun/subject.ts"

/** Cells for each number that is read off; with fewer, anything fits. */
const LEAST_CELLS = 3

export const offset: CauseRule = function* ({ ours }, theirs) {
  const { shape } = ours
  if (ours.data.length < LEAST_CELLS || !ours.data.every(Number.isFinite) || !theirs.data.every(Number.isFinite)) return
  const axes = [...shape.keys()]
  const apart = broadcast2(theirs, ours, (a, b) => a - b)
  const whole = meanOver(apart, axes)
  const added = whole.data[0] ?? 0
  const words = `Every number is ours ${added < 0 ? "minus" : "plus"} ${writeNumber(Math.abs(added), 5)}: one constant summand.`
  yield { words, tensor: plus(ours, whole), lastResort: true }
  for (const axis of axes) {
    if (ours.data.length < LEAST_CELLS * (shape[axis] ?? 1) || shape[axis] === 1) continue
    const each = meanOver(
      apart,
      axes.filter((other) => other !== axis),
    )
    const said = `The difference depends on axis ${axis} alone: one number was added or left out for each place there, as a bias is.`
    yield { words: said, tensor: plus(ours, each), lastResort: true }
  }
}

function plus(a: Tensor, b: Tensor): Tensor {
  return broadcast2(a, b, (x, y) => x + y)
}
