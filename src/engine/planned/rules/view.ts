// The same numbers under another shape: nothing moves but from planes to the order of the document.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastView } from "../../../kernels/fast.ts"
import { contiguous } from "../draft/draft.ts"
import type { Lowering } from "../draft/rule.ts"

/** The rule of the kernel `view`. */
export const view: Lowering<FastView> = {
  lower: ({ draft, node, input }) => {
    const output = contiguous(singleShape(node.outputs?.output) ?? [], draft.flat(input("input")))
    const shape = singleShape(node.context.shapes.input) ?? []
    return { outputs: { output }, backward: (dy) => ({ input: contiguous(shape, draft.flat(dy)) }) }
  },
}
