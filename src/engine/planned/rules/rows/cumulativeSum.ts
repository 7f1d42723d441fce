// Running sums along an axis; the gradient runs from its end.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import { runningSum } from "../../../../kernels/rows/cumulative.ts"
import type { FastCumulativeSum } from "../../../../kernels/rows/fast.ts"
import { sizeOf } from "../../../../tensor/tensor.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Lowering } from "../../draft/rule.ts"
import { rowsOf } from "./layouts.ts"

/** The rule of the kernel `cumulativeSum`. */
export const cumulativeSum: Lowering<FastCumulativeSum> = {
  lower: ({ draft, fast, node, input }) => {
    const shape = singleShape(node.context.shapes.input) ?? []
    const layout = rowsOf(shape, [fast.axis], [shape, shape])
    const sums = (of: Drafted, from: "start" | "end"): Drafted => {
      const y = draft.buffer(sizeOf(shape))
      draft.call("running sum", runningSum(draft.module, layout, from), [y, draft.flat(of)])
      return contiguous(shape, y)
    }
    const output = sums(input("input"), "start")
    return { outputs: { output }, backward: (dy) => ({ input: sums(dy, "end") }) }
  },
}
