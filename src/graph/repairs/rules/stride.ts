import { setAttr } from "../../edit/edit.ts"
import { type Broken, brief, clashes, type Repair, type RepairRule, slidingBehind, windowOf } from "../repair.ts"

/** One branch steps further than the other: the other convolution is given its stride, or the first one stride 1. */
export const stride: RepairRule = {
  name: "stride",
  reach: "behind",
  find: (broken) => [...alone(broken), ...beside(broken)],
}

/** Padding “same” is for stride 1. */
function alone({ node, problem }: Broken): readonly Repair[] {
  return problem.attr === "stride" ? [setting(node.id, [1])] : []
}

function beside(broken: Broken): readonly Repair[] {
  return clashes(broken).flatMap(({ wire, shape, other }) => {
    const node = slidingBehind(broken.analysis, wire.from)
    const window = node === null ? null : windowOf(node)
    if (node === null || window === null || shape.length !== other.length) return []
    const axes = window.kernel.length
    const next = window.stride.map((step, axis) => {
      const [here = 1, there = 1] = [shape.at(axis - axes), other.at(axis - axes)]
      // Sizes are rounded, so their ratio is only near the ratio of the strides.
      return here >= there ? step * Math.max(1, Math.round(here / there)) : step / Math.round(there / here)
    })
    const known = next.every((step, axis) => Number.isInteger(step) && step > 0 && axis < axes)
    return known && next.some((step, axis) => step !== window.stride[axis]) ? [setting(node.id, next)] : []
  })
}

function setting(id: string, steps: readonly number[]): Repair {
  const value = brief(steps)
  return {
    label: `Set stride of ${id} to ${Array.isArray(value) ? value.join(", ") : String(value)}`,
    apply: (document) => setAttr(document, id, "stride", value),
  }
}
