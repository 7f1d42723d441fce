import { setAttr } from "../edit.ts"
import { brief, numbers, type RepairRule, windowOf } from "../repairing.ts"
import { shapesAt } from "../shapes.ts"

/** A kernel that is larger than its padded input becomes as large as it may be. */
export const kernel: RepairRule = {
  name: "kernel",
  find: ({ node, problem }) => {
    const window = windowOf(node)
    if (window === null || problem.attr !== "kernel_size") return []
    const sizes = (shapesAt(node.context?.shapes.input)[0] ?? []).slice(-window.kernel.length)
    const pads = numbers(node.context?.attrs.padding)
    const most = window.kernel.map((size, axis) => {
      const padded = (sizes[axis] ?? 1) + 2 * (pads[axis] ?? 0)
      const fits = Math.floor((padded - 1) / (window.dilation[axis] ?? 1)) + 1
      return Math.max(1, Math.min(size, fits))
    })
    const value = brief(most)
    return [
      {
        label: `Reduce kernel_size of ${node.id} to ${most.join("×")}`,
        apply: (document) => setAttr(document, node.id, "kernel_size", value),
      },
    ]
  },
}
