import { misfitsOf, withoutValues } from "../misfits.ts"
import type { RepairRule } from "../repair.ts"

/** Learned numbers of another shape are given up: what does not fit is drawn anew, at every node where it does not. */
export const redraw: RepairRule = {
  name: "redraw",
  reach: "attribute",
  find: ({ analysis, problem: { code, node, port } }) => {
    const misfits = misfitsOf(analysis)
    if (code !== "GW-T104" || !misfits.some((one) => one.node === node && one.port === port)) return []
    const nodes = [...new Set(misfits.map((one) => one.node))]
    return [
      {
        label: `Draw the params of ${nodes.length > 3 ? `${nodes.length} nodes` : nodes.join(", ")} anew`,
        apply: (document) => withoutValues(document, misfits),
      },
    ]
  },
}
