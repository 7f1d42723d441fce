// Reductions: one number for each row, and the gradient back to all of it.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastReduction } from "../../../../kernels/rows/fast.ts"
import type { ReductionOperand } from "../../../../kernels/rows/reduction.ts"
import { reduce, reduceBack, reductionTakes } from "../../../../kernels/rows/reductions.ts"
import { countOver, keptShape } from "../../../../tensor/reduce.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Lowered, Lowering, Site } from "../../draft/rule.ts"
import { placesAlong, rowsOf } from "./layouts.ts"

type At = Site<FastReduction>

/** The rule of the kernel `reduction`. */
export const reduction: Lowering<FastReduction> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const shape = singleShape(node.context.shapes.input) ?? []
    const kept = keptShape(shape, fast.axes)
    const input = at.input("input")
    const y = draft.buffer(sizeOf(kept))
    const layout = rowsOf(shape, fast.axes, [shape, kept])
    draft.call(fast.of, reduce(draft.module, fast.of, codeOf(fast, shape), layout), [draft.flat(input), y])
    const output = contiguous(singleShape(node.outputs?.output) ?? [], y)
    return { outputs: { output }, backward: (grad) => backward(at, shape, { input, output, grad }) }
  },
}

function backward(
  { draft, fast }: At,
  shape: Shape,
  tensors: Readonly<Record<Exclude<ReductionOperand, "places">, Drafted>>,
): ReturnType<Lowered["backward"]> {
  const kept = keptShape(shape, fast.axes)
  const dx = draft.buffer(sizeOf(shape))
  const taken = reductionTakes(fast.of).map((name) =>
    name === "places"
      ? placesAlong(draft, shape, fast.axes[0] ?? 0)
      : { shape: name === "input" ? shape : kept, buffer: draft.flat(tensors[name]) },
  )
  const layout = rowsOf(shape, fast.axes, [shape, ...taken.map((one) => one.shape)])
  const kernel = reduceBack(draft.module, fast.of, codeOf(fast, shape), layout)
  draft.call(`${fast.of}, input`, kernel, [dx, ...taken.map(({ buffer }) => buffer)])
  return { input: contiguous(shape, dx) }
}

function codeOf({ axes, correction = 0 }: FastReduction, shape: Shape) {
  const count = countOver(shape, axes)
  return { count, freedom: count - correction }
}
