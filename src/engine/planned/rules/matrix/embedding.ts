// Rows of a learned table by index. Indices that lead nowhere are refused by the op's own words before a kernel sees them.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastEmbedding } from "../../../../kernels/fast.ts"
import { gather, scatter, scatterFloats } from "../../../../kernels/moves/gather.ts"
import { checkClasses } from "../../../../ops/families/classes.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import { faultOf } from "../../../faults.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous } from "../../draft/draft.ts"
import type { Lowering, Site } from "../../draft/rule.ts"

/** The rule of the kernel `embedding`. */
export const embedding: Lowering<FastEmbedding> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const weight = at.param("weight")
    if (weight === null) throw new Error("an embedding has a table")
    const indices = draft.flat(at.input("input"))
    const shape = singleShape(node.context.shapes.input) ?? []
    check(at, shape, indices)
    const gathered = { count: sizeOf(shape), rows: fast.rows, width: fast.width }
    const y = draft.buffer(gathered.count * fast.width)
    draft.call("gather rows", gather(draft.module, gathered), [draft.flat(weight), indices, y])
    return {
      outputs: { output: contiguous(singleShape(node.outputs?.output) ?? [], y) },
      backward: (gradient, wanted) => {
        if (!wanted.has("weight")) return {}
        const sums = draft.buffer(fast.rows * fast.width)
        const work = draft.buffer(scatterFloats(gathered))
        const kernel = scatter(draft.module, gathered, fast.skip)
        draft.call("sum rows", kernel, [draft.flat(gradient), indices, sums, work])
        return { weight: contiguous(weight.shape, sums) }
      },
    }
  },
}

function check({ draft, fast, node }: Site<FastEmbedding>, shape: Shape, indices: Buffer): void {
  draft.run("check indices", [indices], ({ pass, tensor }) => {
    try {
      checkClasses("input", tensor(shape, indices), fast.rows, null)
    } catch (error) {
      pass.problems.push(faultOf(error, node.id, "forward"))
    }
  })
}
