import { formatShape, reshape, type Shape, sizeOf } from "../../tensor/tensor.ts"
import { type AttrValues, int } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { axisOf } from "../families/axes.ts"
import { axisProblem, reshapedField } from "../families/rearranging.ts"
import { defineOp } from "../op.ts"

const attrs = {
  start_dim: int({ doc: "First axis to join.", fallback: 1, min: -8, max: 7 }),
  end_dim: int({ doc: "Last axis to join.", fallback: -1, min: -8, max: 7 }),
}

export const Flatten = defineOp({
  kind: "Flatten",
  shelf: "shape",
  title: "Flatten",
  summary: "Joins axes into one; numbers keep their order.",
  keywords: ["FLATTEN", "vectorise", "ravel"],
  use: 65,
  usual: { input: ["MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d"] },

  attrs,
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The axes from start_dim to end_dim as one.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => {
    const { start_dim, end_dim } = at.attrs
    const { input } = at.shapes
    const problem = axisProblem("start_dim", input, start_dim) ?? axisProblem("end_dim", input, end_dim)
    if (problem !== null) return problem
    const [start, end] = [axisOf(input, start_dim), axisOf(input, end_dim)]
    if (start <= end) return { output: flattened(at) }
    const sentence = `start_dim is axis ${start} and end_dim axis ${end} of ${formatShape(input)}; start_dim must not come after end_dim.`
    return { at: "start_dim", sentence, found: String(start), expected: `at most ${end}` }
  },
  axes: (at) => {
    const { input } = at.shapes
    const axes = counted(input.length)
    const [start, end] = [axisOf(input, at.attrs.start_dim), axisOf(input, at.attrs.end_dim) + 1]
    const merged = axes.slice(start, end)
    const [only] = merged
    const joined = only !== undefined && merged.length === 1 ? only : { merged }
    return { inputs: { input: axes }, outputs: { output: [...axes.slice(0, start), joined, ...axes.slice(end)] } }
  },
  receptiveField: (_port, at) => reshapedField(at.shapes.input, flattened(at)),
  caption: ({ start_dim, end_dim }) =>
    start_dim === 1 && end_dim === -1 ? "" : `dims ${start_dim} to ${end_dim}`.replaceAll("-", "−"),

  forward: (at) => ({ output: reshape(at.inputs.input, flattened(at)) }),
  backward: { input: (at) => reshape(at.grad.output, at.shapes.input) },
  fast: () => ({ kernel: "view" }),

  tex: {
    forward: "@output = \\operatorname{vec}(@input)",
    backward: { input: "\\grad{@input} = \\operatorname{vec}^{-1}\\left(\\grad{@output}\\right)" },
  },
  torch: {
    module: { name: "nn.Flatten", takes: ["start_dim", "end_dim"] },
    functions: [{ name: "torch.flatten", takes: ["@input", "start_dim!", "end_dim"] }],
  },
  examples: [
    { shapes: { input: [2, 3, 2, 2] } },
    { attrs: { start_dim: 0 }, shapes: { input: [2, 3] } },
    { attrs: { start_dim: -3, end_dim: -2 }, shapes: { input: [2, 3, 2, 2] } },
    { attrs: { start_dim: 0 }, shapes: { input: [] } },
  ],
})

function flattened({
  attrs: read,
  shapes,
}: {
  readonly attrs: AttrValues<typeof attrs>
  readonly shapes: { readonly input: Shape }
}): Shape {
  const { input } = shapes
  const start = axisOf(input, read.start_dim)
  const end = axisOf(input, read.end_dim) + 1
  return [...input.slice(0, start), sizeOf(input.slice(start, end)), ...input.slice(end)]
}
