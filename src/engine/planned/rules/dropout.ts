// Dropout: the mask is drawn from the node's own stream, the same as the eager rule's, and applied.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastDropout } from "../../../kernels/fast.ts"
import { readFormula } from "../../../kernels/pointwise/formula.ts"
import type { Drafted } from "../draft/draft.ts"
import { handedOn, unwritten } from "../draft/formulas.ts"
import { drawMask } from "../draft/masks.ts"
import type { Lowered, Lowering, Site } from "../draft/rule.ts"

/** The rule of the kernel `dropout`. */
export const dropout: Lowering<FastDropout> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const shape = singleShape(node.outputs?.output) ?? []
    if (fast.p === null) return passing(at)
    const mask = maskOf(at, fast.p)
    const dropped = (of: Drafted, halo: Site["outputHalo"]): Drafted => {
      const formula = readFormula("x * mask * scale", { scale: fast.scale })
      const operands = { x: { tensor: of, shape }, mask: { tensor: mask, shape: mask.shape } }
      const worded = { formula, operands, shape, kind: node.op.kind, remembered: new Set<string>() }
      return unwritten(draft, worded, halo, false)
    }
    const output = dropped(at.input("input"), at.outputHalo)
    if (at.readers("output") !== 1) draft.written(output)
    return {
      outputs: { output, mask },
      backward: (gradient) => ({ input: dropped(gradient, at.gradientHalo("input")) }),
    }
  },
}

/** Nothing is dropped. */
function passing(at: Site<FastDropout>): Lowered {
  const output = handedOn(at.draft, at.input("input"), singleShape(at.node.outputs?.output) ?? [])
  const outputs = at.readers("mask") > 0 ? { output, mask: maskOf(at, 0) } : { output }
  return { outputs, backward: (gradient) => ({ input: gradient }) }
}

/** 1 where a number is kept. */
function maskOf({ draft, node }: Site, p: number): Drafted {
  return drawMask(draft, node.id, singleShape(node.outputs?.mask) ?? [], p)
}
