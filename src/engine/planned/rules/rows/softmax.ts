// Softmax along an axis, and its logarithm.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastSoftmax } from "../../../../kernels/rows/fast.ts"
import { softmax as kernelOf, softmaxBack } from "../../../../kernels/rows/softmax.ts"
import { sizeOf } from "../../../../tensor/tensor.ts"
import { contiguous } from "../../draft/draft.ts"
import type { Lowering } from "../../draft/rule.ts"
import { rowsOf } from "./layouts.ts"

/** The rule of the kernel `softmax`. */
export const softmax: Lowering<FastSoftmax> = {
  lower: ({ draft, fast: { axis, logarithm }, node, input }) => {
    const shape = singleShape(node.outputs?.output) ?? []
    const y = draft.buffer(sizeOf(shape))
    const layout = rowsOf(shape, [axis], [shape, shape])
    draft.call("softmax", kernelOf(draft.module, logarithm, layout), [y, draft.flat(input("input"))])
    return {
      outputs: { output: contiguous(shape, y) },
      backward: (gradient) => {
        const dx = draft.buffer(sizeOf(shape))
        const back = softmaxBack(draft.module, logarithm, rowsOf(shape, [axis], [shape, shape, shape]))
        draft.call("softmax, input", back, [dx, y, draft.flat(gradient)])
        return { input: contiguous(shape, dx) }
      },
    }
  },
}
