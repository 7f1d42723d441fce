// Standardising by a mean and a variance that are given.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastStandardize } from "../../../../kernels/rows/fast.ts"
import { standardize as kernelOf, type StandardizeSide, standardizeBack } from "../../../../kernels/rows/standardize.ts"
import { sizeOf } from "../../../../tensor/tensor.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Lowering } from "../../draft/rule.ts"
import { every, repeatedAxes, rowsOf } from "./layouts.ts"

const SIDES: readonly StandardizeSide[] = ["x", "mean", "variance"]

/** The rule of the kernel `standardize`. */
export const standardize: Lowering<FastStandardize> = {
  lower: ({ draft, fast, node, input }) => {
    const shape = singleShape(node.outputs?.output) ?? []
    const [x, mean, variance] = SIDES.map((side) => input(side)) as [Drafted, Drafted, Drafted]
    const z = draft.buffer(sizeOf(shape))
    const given = [x, mean, variance]
    const layout = rowsOf(shape, every(shape), [shape, ...given.map((one) => one.shape)])
    const kernel = kernelOf(draft.module, fast.eps, layout)
    draft.call("standardize", kernel, [z, ...given.map((one) => draft.flat(one))])
    const backward = (grad: Drafted, wanted: ReadonlySet<string>): { [name: string]: Drafted } => {
      const found: { [name: string]: Drafted } = {}
      for (const [i, side] of SIDES.entries()) {
        const own = given[i]?.shape ?? []
        if (!wanted.has(side)) continue
        const { axes, repeated } = repeatedAxes(own, shape)
        const back = rowsOf(shape, axes, [own, shape, variance.shape, shape])
        const gradient = draft.buffer(sizeOf(own))
        const kernelBack = standardizeBack(draft.module, fast.eps, side, repeated, back)
        draft.call(`standardize, ${side}`, kernelBack, [gradient, draft.flat(grad), draft.flat(variance), z])
        found[side] = contiguous(own, gradient)
      }
      return found
    }
    return { outputs: { output: contiguous(shape, z) }, backward }
  },
}
