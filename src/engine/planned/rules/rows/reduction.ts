// Reductions: one number for each row, and the gradient back to all of it.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { Images } from "../../../../kernels/fast.ts"
import type { FastReduction } from "../../../../kernels/rows/fast.ts"
import type { ReductionOperand } from "../../../../kernels/rows/reduction.ts"
import { reduce, reduceBack, reductionTakes } from "../../../../kernels/rows/reductions.ts"
import { countOver, keptShape } from "../../../../tensor/reduce.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Lowered, Lowering, Site } from "../../draft/rule.ts"
import { placed, placesAlong, rowsOver } from "./layouts.ts"
import { lyingIn, roomFor, seen } from "./lying.ts"

type At = Site<FastReduction>

/** The rule of the kernel `reduction`. */
export const reduction: Lowering<FastReduction> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const shape = singleShape(node.context.shapes.input) ?? []
    const kept = keptShape(shape, fast.axes)
    const input = at.input("input")
    const images = shape.length === 4 ? lyingIn(draft, input, shape) : null
    const y = draft.buffer(sizeOf(kept))
    const [from, to] = [seen(draft, shape, input, images), placed(shape, kept, y)]
    const kernel = reduce(draft.module, fast.of, codeOf(fast, shape), rowsOver(shape, fast.axes, [from, to]))
    draft.call(fast.of, kernel, [from.buffer, y])
    const output = contiguous(singleShape(node.outputs?.output) ?? [], y)
    return { outputs: { output }, backward: (grad) => backward(at, shape, images, { input, output, grad }) }
  },
}

function backward(
  { draft, fast, gradientHalo }: At,
  shape: Shape,
  images: Images | null,
  tensors: Readonly<Record<Exclude<ReductionOperand, "places">, Drafted>>,
): ReturnType<Lowered["backward"]> {
  const kept = keptShape(shape, fast.axes)
  const taken = reductionTakes(fast.of).map((name) => {
    if (name === "input") return seen(draft, shape, tensors.input, images)
    if (name !== "places") return placed(shape, kept, draft.flat(tensors[name]))
    const places = placesAlong(draft, shape, fast.axes[0] ?? 0)
    return placed(shape, places.shape, places.buffer)
  })
  const [input, dx] = roomFor(draft, shape, images, shape, gradientHalo("input"))
  const all = [dx, ...taken]
  const kernel = reduceBack(draft.module, fast.of, codeOf(fast, shape), rowsOver(shape, fast.axes, all))
  draft.call(
    `${fast.of}, input`,
    kernel,
    all.map(({ buffer }) => buffer),
  )
  return { input }
}

function codeOf({ axes, correction = 0, order = 2 }: FastReduction, shape: Shape) {
  const count = countOver(shape, axes)
  return { count, freedom: count - correction, order }
}
