import { concat, split } from "../../tensor/slice.ts"
import { formatShape, reshape, type Shape } from "../../tensor/tensor.ts"
import { int } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { axisOf } from "../families/axes.ts"
import { axisProblem, isSpatial, partsFast } from "../families/rearranging.ts"
import { defineOp, type ShapeProblem } from "../op.ts"
import { call } from "../torch.ts"

export const Stack = defineOp({
  kind: "Stack",
  shelf: "shape",
  title: "Stack",
  summary: "Joins tensors of one shape along a new axis.",
  keywords: ["pack", "join"],

  attrs: { dim: int({ doc: "Where the new axis stands in the output.", fallback: 0, min: -9, max: 8 }) },
  inputs: { inputs: { doc: "Tensors of one shape.", tex: "x", list: true } },
  outputs: { output: { doc: "With a new axis as long as the list.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => stackShape(at.shapes.inputs, at.attrs.dim),
  axes: (at) => {
    const one = counted((at.shapes.inputs[0] ?? []).length)
    const axis = axisOf([...one, 1], at.attrs.dim)
    const output = [...one.slice(0, axis), null, ...one.slice(axis)]
    return { inputs: { inputs: at.shapes.inputs.map(() => one) }, outputs: { output } }
  },
  receptiveField: (_port, at) =>
    isSpatial([...(at.shapes.inputs[0] ?? []), 1], at.attrs.dim) ? "undefined" : "pointwise",
  caption: ({ dim }) => `dim ${dim}`.replace("-", "−"),

  forward: (at) => {
    const axis = axisOf([...(at.shapes.inputs[0] ?? []), 1], at.attrs.dim)
    return {
      output: concat(
        at.inputs.inputs.map((tensor) => reshape(tensor, withAxis(tensor.shape, axis, 1))),
        axis,
      ),
    }
  },
  backward: {
    inputs: (at) => {
      const shape = at.shapes.inputs[0] ?? []
      const parts = split(
        at.grad.output,
        axisOf([...shape, 1], at.attrs.dim),
        at.shapes.inputs.map(() => 1),
      )
      return parts.map((part) => reshape(part, shape))
    },
  },

  fast: ({ shapes: { inputs }, outputs: { output }, attrs }) =>
    partsFast(
      output,
      axisOf(output, attrs.dim),
      inputs.map(() => 1),
      true,
    ),

  tex: {
    forward: "@output_k = @inputs_k",
    backward: { inputs: "\\grad{@inputs_k} = \\grad{@output_k}" },
  },
  torch: call("torch.stack", "@inputs", "dim"),
  examples: [
    {
      shapes: {
        inputs: [
          [2, 3],
          [2, 3],
        ],
      },
    },
    {
      attrs: { dim: 1 },
      shapes: {
        inputs: [
          [2, 3],
          [2, 3],
          [2, 3],
        ],
      },
    },
    { attrs: { dim: -1 }, shapes: { inputs: [[2], [2]] } },
  ],
})

function stackShape(
  shapes: readonly Shape[],
  dim: number,
): { readonly output: Shape } | ShapeProblem<"inputs" | "dim"> {
  const first = shapes[0]
  if (first === undefined) return { at: "inputs", sentence: "nothing is wired to inputs; wire at least one tensor." }
  const problem = axisProblem("dim", [...first, 1], dim)
  if (problem !== null) return problem
  const other = shapes.findIndex((shape) => formatShape(shape) !== formatShape(first))
  if (other < 0) return { output: withAxis(first, axisOf([...first, 1], dim), shapes.length) }
  const found = formatShape(shapes[other] ?? [])
  const sentence = `inputs[0] is ${formatShape(first)} and inputs[${other}] is ${found}; to be stacked all must have one shape.`
  return { at: "inputs", sentence, found, expected: formatShape(first) }
}

function withAxis(shape: Shape, axis: number, size: number): Shape {
  return [...shape.slice(0, axis), size, ...shape.slice(axis)]
}
