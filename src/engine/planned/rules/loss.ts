// Losses that are formulas of the numbers at a place: their sum, or each by itself.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastLoss } from "../../../kernels/fast.ts"
import { BARE } from "../../../kernels/planes.ts"
import { namesIn, readFormula } from "../../../kernels/pointwise/formula.ts"
import { checkProbabilities } from "../../../ops/families/weighing.ts"
import { summed, unwritten, type Worded } from "../draft/formulas.ts"
import type { Lowering } from "../draft/rule.ts"
import { formulasBack, operandsOf } from "./pointwise.ts"
import { checked } from "./rows/refusals.ts"

/** The rule of the kernel `loss`. */
export const loss: Lowering<FastLoss> = {
  lower: (at) => {
    const { draft, fast, node, input } = at
    if (fast.probabilities) checked(at, input("input"), checkProbabilities)
    const formula = readFormula(fast.forward, fast.numbers)
    const operands = operandsOf(at, namesIn(formula))
    const worded: Worded = { formula, operands, shape: fast.shape, kind: node.op.kind, remembered: new Set() }
    const shape = singleShape(node.outputs?.output) ?? []
    const output = fast.summed ? summed(draft, worded, shape, shape) : unwritten(draft, worded, BARE, false)
    draft.written(output)
    return {
      outputs: { output },
      backward: (grad, wanted) => formulasBack(at, { grad: { tensor: grad, shape } }, wanted, fast.shape),
    }
  },
}
