// Planes made larger or smaller.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastResize } from "../../../kernels/fast.ts"
import { BARE } from "../../../kernels/planes.ts"
import { resizeBack, resize as resized, resizeOffsets, resizeShares } from "../../../kernels/pools/resize.ts"
import { inPlanes } from "../draft/draft.ts"
import type { Lowering } from "../draft/rule.ts"

/** The rule of the kernel `resize`. */
export const resize: Lowering<FastResize> = {
  lower: ({ draft, fast, node, input, outputHalo, gradientHalo }) => {
    const { rows, columns } = fast
    const single = [rows, columns].every(({ weight }) => Array.from(weight).every((share) => share === 0))
    const x = draft.planes(input("input"), fast.input, BARE)
    const y = draft.newPlanes(fast.output, outputHalo)
    const shares = draft.constant(resizeShares(rows, columns))
    const offsets = draft.constant(resizeOffsets(x.planes, rows, columns))
    const kernel = resized(draft.module, { input: x.planes, output: y.planes, single })
    draft.call("resize", kernel, [x.buffer, y.buffer, offsets, shares])
    return {
      outputs: { output: inPlanes(singleShape(node.outputs?.output) ?? [], y) },
      backward: (gradient) => {
        const dy = draft.planes(gradient, fast.output, BARE)
        const dx = draft.zeroPlanes(fast.input, gradientHalo("input"))
        const places = draft.constant(resizeOffsets(dx.planes, rows, columns))
        const back = resizeBack(draft.module, { input: dx.planes, output: dy.planes, single })
        draft.call("resize, input", back, [dy.buffer, dx.buffer, places, shares])
        return { input: inPlanes(singleShape(node.context.shapes.input) ?? [], dx) }
      },
    }
  },
}
