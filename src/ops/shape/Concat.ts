import { concat, split } from "../../tensor/slice.ts"
import { formatShape, type Shape, dim as sizeAt } from "../../tensor/tensor.ts"
import { int } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { axisOf, dimProblem } from "../families/axes.ts"
import { isSpatial, partsFast } from "../families/rearranging.ts"
import { defineOp, type ShapeProblem } from "../op.ts"
import { call } from "../torch.ts"

export const Concat = defineOp({
  kind: "Concat",
  shelf: "shape",
  title: "Concat",
  summary: "Joins tensors one after the other along an axis.",
  keywords: ["cat", "concatenate", "skip connection", "merge"],
  use: 28,

  attrs: { dim: int({ doc: "Axis along which they are joined.", fallback: 0, initial: 1, min: -8, max: 7 }) },
  inputs: { inputs: { doc: "Tensors that agree on every other axis.", tex: "x", list: true } },
  outputs: { output: { doc: "Their sizes add up along dim.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => concatShape(at.shapes.inputs, at.attrs.dim),
  axes: (at) => {
    const first = at.shapes.inputs[0] ?? []
    const joined = axisOf(first, at.attrs.dim)
    const others = counted(first.length).map((axis) => (axis === joined ? { like: axis } : axis))
    return {
      inputs: { inputs: at.shapes.inputs.map((shape, i) => (i === 0 ? counted(shape.length) : others)) },
      outputs: { output: others },
    }
  },
  receptiveField: (_port, at) => (isSpatial(at.shapes.inputs[0] ?? [], at.attrs.dim) ? "undefined" : "pointwise"),
  caption: ({ dim }) => `dim ${dim}`.replace("-", "−"),

  forward: (at) => ({ output: concat(at.inputs.inputs, axisOf(at.shapes.inputs[0] ?? [], at.attrs.dim)) }),
  backward: {
    inputs: (at) => {
      const axis = axisOf(at.shapes.inputs[0] ?? [], at.attrs.dim)
      return split(
        at.grad.output,
        axis,
        at.shapes.inputs.map((shape) => sizeAt(shape, axis)),
      )
    },
  },

  fast: ({ shapes: { inputs }, outputs: { output }, attrs }) => {
    const axis = axisOf(output, attrs.dim)
    return partsFast(
      output,
      axis,
      inputs.map((shape) => sizeAt(shape, axis)),
      true,
    )
  },

  tex: {
    forward: "@output = [@inputs_1;\\, @inputs_2;\\, \\ldots]",
    backward: { inputs: "\\grad{@inputs_k} = \\text{part } k \\text{ of } \\grad{@output}" },
  },
  torch: call("torch.cat", "@inputs", "dim"),
  examples: [
    {
      attrs: { dim: 1 },
      shapes: {
        inputs: [
          [2, 3, 2],
          [2, 1, 2],
        ],
      },
    },
    {
      shapes: {
        inputs: [
          [1, 2],
          [3, 2],
          [2, 2],
        ],
      },
    },
    {
      attrs: { dim: -1 },
      shapes: {
        inputs: [
          [2, 2, 1],
          [2, 2, 3],
        ],
      },
    },
    { attrs: { dim: 0 }, shapes: { inputs: [[3]] } },
  ],
})

function concatShape(
  shapes: readonly Shape[],
  dim: number,
): { readonly output: Shape } | ShapeProblem<"inputs" | "dim"> {
  const first = shapes[0]
  if (first === undefined) return { at: "inputs", sentence: "nothing is wired to inputs; wire at least one tensor." }
  if (first.length === 0) return { at: "inputs", sentence: "a scalar has no axis to join along; Unsqueeze it first." }
  const problem = dimProblem(first, dim)
  if (problem !== null) return problem
  const axis = axisOf(first, dim)
  for (const [index, shape] of shapes.entries()) {
    const clash = clashOf(first, shape, axis)
    if (clash === null) continue
    const sentence = `inputs[0] is ${formatShape(first)} and inputs[${index}] is ${formatShape(shape)}: ${clash}; all axes but dim ${axis} must be equal.`
    return { at: "inputs", sentence, found: formatShape(shape), expected: formatShape(first) }
  }
  const total = shapes.reduce((sum, shape) => sum + sizeAt(shape, axis), 0)
  return { output: first.map((size, i) => (i === axis ? total : size)) }
}

function clashOf(first: Shape, shape: Shape, axis: number): string | null {
  if (first.length !== shape.length) return `${first.length} axes and ${shape.length}`
  const at = first.findIndex((size, i) => i !== axis && size !== shape[i])
  return at < 0 ? null : `axis ${at} has ${first[at]} and ${shape[at]}`
}
