import { isProblem } from "../../ops/op.ts"
import { formatShape, type Shape } from "../../tensor/tensor.ts"
import type { NodeAnalysis } from "../analysis.ts"
import { setAttr } from "../edit.ts"
import { isUnfilled, USUAL_SHAPES } from "../inputShape.ts"
import { chainBehind, type RepairRule, sameSizes, wiresWithShapes } from "../repairing.ts"

/** An Input whose numbers are drawn, not given, gets the shape that the broken node takes or that its other inputs have. */
export const inputShape: RepairRule = {
  name: "inputShape",
  find: ({ analysis, node }) => {
    const arriving = wiresWithShapes(analysis, node.id)
    return arriving.flatMap(({ wire, shape }) => {
      const chain = chainBehind(analysis, wire.from)
      const input = chain.at(-1)
      if (input === undefined || !isUnfilled(input)) return []
      const beside = arriving.flatMap((other) => (sameSizes(other.shape, shape) ? [] : [other.shape]))
      // A picture of another size is not what somebody forgot to set; rows instead of pictures are.
      const usual = USUAL_SHAPES.filter(({ length }) => length !== shape.length)
      const wanted = [...beside, ...usual].find((size) => takes(node, wire.to.port, size))
      if (wanted === undefined) return []
      return [
        {
          label: `Change the shape of ${input.id} to ${formatShape(wanted)}`,
          apply: (document) => setAttr(document, input.id, "shape", wanted),
        },
      ]
    })
  },
}

function takes({ op, context }: NodeAnalysis, port: string, shape: Shape): boolean {
  if (op === null || context === null || op.inputs[port]?.list === true) return false
  return !isProblem(op.shape({ ...context, shapes: { ...context.shapes, [port]: shape } }))
}
