import type { NodeAnalysis } from "../../analysis/analysis.ts"
import { shapesAt } from "../../analysis/shapes.ts"
import { setAttr } from "../../edit/edit.ts"
import { type Broken, brief, clashes, type Repair, type RepairRule, slidingBehind, windowOf } from "../repair.ts"

/** Padding that lets the kernel fit, or that keeps height and width as they came (“same”). */
export const padding: RepairRule = {
  name: "padding",
  reach: "attribute",
  find: (broken) => [...roomForKernel(broken), ...sameSize(broken)],
}

function roomForKernel({ node, problem }: Broken): readonly Repair[] {
  const window = windowOf(node)
  if (window === null || problem.attr === undefined) return []
  const sizes = planeOf(node).slice(-window.kernel.length)
  const wanted = window.kernel.map((kernel, axis) => {
    const reach = (window.dilation[axis] ?? 1) * (kernel - 1) + 1
    return Math.max(0, Math.ceil((reach - (sizes[axis] ?? 0)) / 2))
  })
  // Padding “same” beside a stride has no meaning; half of the kernel is what it stood for, and what a pool takes at most.
  const enough = wanted.some((pad) => pad > 0)
  return [enough ? wanted : halves(node)].filter((pad) => pad.some((p) => p > 0)).map((pad) => setting(node.id, pad))
}

function sameSize(broken: Broken): readonly Repair[] {
  const nodes = clashes(broken).flatMap(({ wire }) => slidingBehind(broken.analysis, wire.from) ?? [])
  return [...new Set(nodes)].map((node) => setting(node.id, halves(node)))
}

function setting(id: string, pad: readonly number[]): Repair {
  const value = brief(pad)
  return {
    label: `Set padding of ${id} to ${Array.isArray(value) ? value.join(", ") : String(value)}`,
    apply: (document) => setAttr(document, id, "padding", value),
  }
}

/** d(k − 1)/2: what keeps a size at stride 1, if the kernel is odd. */
function halves(node: NodeAnalysis): readonly number[] {
  const window = windowOf(node)
  return window?.kernel.map((kernel, axis) => Math.floor(((window.dilation[axis] ?? 1) * (kernel - 1)) / 2)) ?? []
}

function planeOf(node: NodeAnalysis): readonly number[] {
  return shapesAt(node.context?.shapes.input)[0] ?? []
}
