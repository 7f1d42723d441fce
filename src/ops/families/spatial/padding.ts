// When an input is too small to be padded from itself.

import type { PadAmount, PadMode } from "../../../tensor/conv/pad.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { ShapeProblem } from "../../op.ts"

/** Reflecting needs padding below the size of the axis, wrapping around at most the size. `sizes` and `amounts` go together. */
export function padProblem(
  sizes: Shape,
  amounts: readonly PadAmount[],
  mode: PadMode,
): Omit<ShapeProblem, "at"> | null {
  for (const [axis, size] of sizes.entries()) {
    const amount = Math.max(...(amounts[axis] ?? [0, 0]))
    const most = mode === "reflect" ? size - 1 : mode === "circular" ? size : Number.POSITIVE_INFINITY
    if (amount <= most) continue
    const rule =
      mode === "reflect"
        ? `less than the size, ${amount} < ${size} fails`
        : `at most the size, ${amount} ≤ ${size} fails`
    const sentence = `${mode} padding must be ${rule}; pad by at most ${most}, or use another mode.`
    return { sentence, found: String(amount), expected: `at most ${most}` }
  }
  return null
}
