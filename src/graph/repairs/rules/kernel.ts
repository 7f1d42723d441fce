import type { NodeAnalysis } from "../../analysis/analysis.ts"
import { shapesAt } from "../../analysis/shapes.ts"
import { setAttr } from "../../edit/edit.ts"
import { brief, numbers, type RepairRule, windowOf } from "../repair.ts"

/** A kernel that is larger than its padded input becomes as large as it may be. */
export const kernel: RepairRule = {
  name: "kernel",
  reach: "op",
  find: ({ node, problem }) => {
    const window = windowOf(node)
    if (window === null || problem.attr !== "kernel_size") return []
    const sizes = (shapesAt(node.context?.shapes.input)[0] ?? []).slice(-window.kernel.length)
    const most = window.kernel.map((size, axis) => largest(node, size, axis, sizes[axis] ?? 1))
    const value = brief(most)
    return [
      {
        label: `Reduce kernel_size of ${node.id} to ${most.join("×")}`,
        apply: (document) => setAttr(document, node.id, "kernel_size", value),
      },
    ]
  },
}

/** The largest kernel along an axis that has a place: d(k − 1) + 1 ≤ size + 2p, with ceil_mode up to s − 1 more. */
function largest({ context }: NodeAnalysis, kernel: number, axis: number, size: number): number {
  const { padding, dilation, stride, ceil_mode } = context?.attrs ?? {}
  const padded = size + 2 * along(padding, axis, 0)
  for (let k = kernel; k > 1; k--) {
    const hangs = ceil_mode === true ? along(stride, axis, k) - 1 : 0
    if (along(dilation, axis, 1) * (k - 1) + 1 <= padded + hangs) return k
  }
  return 1
}

/** An attribute along one axis; a word or none is `usual`. */
function along(value: unknown, axis: number, usual: number): number {
  const list = numbers(value)
  return list[axis] ?? list[0] ?? usual
}
