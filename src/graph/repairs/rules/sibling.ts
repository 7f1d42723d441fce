import { ops } from "../../../ops/registry.ts"
import { formatShape } from "../../../tensor/tensor.ts"
import { attributesOf } from "../../analysis/shapes.ts"
import { initialAttrs } from "../../edit/initialAttrs.ts"
import { replaceOp } from "../../edit/rewire.ts"
import { type RepairRule, wiresWithShapes } from "../repair.ts"

/** Ops that stand in for one another where only the number of axes differs. */
const KIN: Readonly<Record<string, readonly string[]>> = {
  Dropout2d: ["Dropout"],
  InstanceNorm2d: ["LayerNorm"],
  MatMul: ["Mul"],
  Stack: ["Concat"],
}

/** The same layer for another number of axes: BatchNorm2d behind a convolution, where BatchNorm1d was put. */
export const sibling: RepairRule = {
  name: "sibling",
  reach: "op",
  find: ({ analysis, node }) => {
    const kind = node.op?.kind ?? ""
    const other = /1d$/.test(kind) ? kind.replace(/1d$/, "2d") : kind.replace(/2d$/, "1d")
    const shape = wiresWithShapes(analysis, node.id)[0]?.shape
    // Rows of numbers are no signal: a window along them is not what was meant.
    if (shape === undefined || (node.op?.attrs.kernel_size !== undefined && shape.length < 3)) return []
    return [other, ...(KIN[kind] ?? [])].flatMap((name) => {
      const op = ops.get(name)
      if (op === undefined || name === kind) return []
      // An op that needs an attribute of its own that has no default is no stand-in.
      if (attributesOf(op, { id: name, op: name, ...initialAttrs(op) }).values === null) return []
      return [
        {
          label: `Use ${name} instead of ${kind} for ${node.id}: its input is ${formatShape(shape)}`,
          apply: (document) => replaceOp(document, node.id, name),
        },
      ]
    })
  },
}
