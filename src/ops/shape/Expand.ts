import { broadcastTo, sumTo } from "../../tensor/broadcast.ts"
import { formatShape, type Shape } from "../../tensor/tensor.ts"
import { ints } from "../attributes/attrs.ts"
import { aligned, counted } from "../axisNames.ts"
import { expandedFast } from "../families/rearranging.ts"
import { defineOp, type ShapeProblem } from "../op.ts"
import { call } from "../torch.ts"

export const Expand = defineOp({
  kind: "Expand",
  shelf: "shape",
  title: "Expand",
  summary: "Repeats axes of size 1, and the whole tensor along new leading axes.",
  keywords: ["broadcast", "repeat", "tile", "broadcast_to"],

  attrs: {
    shape: ints({ doc: "Size of each axis, aligned at the last; −1 keeps the input's.", initial: [2, -1], min: -1 }),
  },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The new shape.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) =>
    expandProblem(at.shapes.input, at.attrs.shape) ?? { output: expanded(at.shapes.input, at.attrs.shape) },
  axes: (at) => ({
    inputs: { input: aligned(at.shapes.input, at.outputs.output) },
    outputs: { output: counted(at.outputs.output.length) },
  }),
  receptiveField: (_port, at) => {
    const after = expanded(at.shapes.input, at.attrs.shape)
    const before = at.shapes.input
    // Along a repeated axis every cell sees the only one there is.
    return after.some((size, axis) => axis >= 2 && size !== (before[axis - after.length + before.length] ?? 1))
      ? "global"
      : "pointwise"
  },
  caption: ({ shape }) => shape.join("×").replaceAll("-", "−"),

  forward: (at) => ({ output: broadcastTo(at.inputs.input, expanded(at.shapes.input, at.attrs.shape)) }),
  backward: { input: (at) => sumTo(at.grad.output, at.shapes.input) },

  fast: (at) => expandedFast(at.shapes.input, at.outputs.output),

  tex: {
    forward: "@output_{i,j} = @input_j",
    backward: { input: "\\grad{@input_j} = \\sum_i \\grad{@output_{i,j}}" },
  },
  torch: call(".expand", "@input", "*shape"),
  examples: [
    { attrs: { shape: [2, 3, -1] }, shapes: { input: [3, 4] } },
    { attrs: { shape: [-1, 4, 3] }, shapes: { input: [2, 1, 3] } },
    { attrs: { shape: [3, 2, 2] }, shapes: { input: [1] } },
    { attrs: { shape: [2, 3] }, shapes: { input: [] } },
  ],
})

function expanded(from: Shape, wanted: Shape): Shape {
  const lead = wanted.length - from.length
  return wanted.map((size, axis) => (size === -1 ? (from[axis - lead] ?? 1) : size))
}

function expandProblem(from: Shape, wanted: Shape): ShapeProblem<"shape"> | null {
  const lead = wanted.length - from.length
  const written = formatShape(wanted).replaceAll("-", "−")
  const problem = (sentence: string) => ({
    at: "shape" as const,
    sentence,
    found: formatShape(from),
    expected: written,
  })
  if (lead < 0)
    return problem(`${written} has fewer axes than the input ${formatShape(from)}; name them all (−1 keeps one).`)
  for (const [axis, size] of wanted.entries()) {
    const own = from[axis - lead]
    if (size === 0) return problem("0 is no size; every axis has at least one cell.")
    if (size === -1 && own === undefined)
      return problem(`axis ${axis} is new, so −1 has nothing to keep; give its size.`)
    if (size === -1 || own === undefined || own === 1 || own === size) continue
    return problem(`axis ${axis} has size ${own} and cannot become ${size}; only axes of size 1 are repeated.`)
  }
  return null
}
