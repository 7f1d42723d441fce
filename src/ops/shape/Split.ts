import { concat, split } from "../../tensor/slice.ts"
import { formatShape, type Shape, dim as sizeAt } from "../../tensor/tensor.ts"
import { type AttrSpec, int, ints, type Read } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { axisOf, dimProblem } from "../families/axes.ts"
import { isSpatial, partsFast } from "../families/rearranging.ts"
import { defineOp, type ShapeProblem } from "../op.ts"

const one = int({ doc: "Cells of a part.", min: 1 })
const several = ints({
  doc: "Cells of each part (one number; the last part may be smaller), or a list with the size of every part.",
  initial: 1,
  min: 1,
  least: 1,
  most: 64,
})
/** A bare number and a list of one mean different things here, as in PyTorch. */
const splitSize: AttrSpec<number | readonly number[]> = {
  ...several,
  read: (raw): Read<number | readonly number[]> => (Array.isArray(raw) ? several.read(raw) : one.read(raw)),
}

export const Split = defineOp({
  kind: "Split",
  shelf: "shape",
  title: "Split",
  summary: "Cuts a tensor into parts along an axis.",
  keywords: ["chunk", "unbind", "partition"],
  use: 3,

  attrs: { split_size: splitSize, dim: int({ doc: "Axis that is cut.", fallback: 0, initial: 1, min: -8, max: 7 }) },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { outputs: { doc: "The parts, in order.", tex: "y", list: true } },
  params: {},
  buffers: {},

  shape: (at) => {
    const { input } = at.shapes
    const { dim } = at.attrs
    if (input.length === 0) return { at: "input", sentence: "a scalar has no axis to cut; Unsqueeze it first." }
    const problem = dimProblem(input, dim) ?? sizesProblem(input, axisOf(input, dim), at.attrs.split_size)
    if (problem !== null) return problem
    const axis = axisOf(input, dim)
    const parts = partsOf(sizeAt(input, axis), at.attrs.split_size)
    return { outputs: parts.map((part) => input.map((size, i) => (i === axis ? part : size))) }
  },
  axes: (at) => {
    const input = counted(at.shapes.input.length)
    const cut = axisOf(at.shapes.input, at.attrs.dim)
    const part = input.map((axis) => (axis === cut ? { like: axis } : axis))
    return { inputs: { input }, outputs: { outputs: at.outputs.outputs.map(() => part) } }
  },
  receptiveField: (_port, at) => (isSpatial(at.shapes.input, at.attrs.dim) ? "undefined" : "pointwise"),
  caption: ({ split_size, dim }) =>
    `${typeof split_size === "number" ? `by ${split_size}` : split_size.join(" + ")}, dim ${dim}`.replace("-", "−"),

  forward: (at) => {
    const axis = axisOf(at.shapes.input, at.attrs.dim)
    return { outputs: split(at.inputs.input, axis, partsOf(sizeAt(at.shapes.input, axis), at.attrs.split_size)) }
  },
  backward: { input: (at) => concat(at.grad.outputs, axisOf(at.shapes.input, at.attrs.dim)) },

  fast: ({ shapes: { input }, attrs: { dim, split_size } }) => {
    const axis = axisOf(input, dim)
    return partsFast(input, axis, partsOf(sizeAt(input, axis), split_size), false)
  },

  tex: {
    forward: "[@outputs_1;\\, @outputs_2;\\, \\ldots] = @input",
    backward: { input: "\\grad{@input} = [\\grad{@outputs_1};\\, \\grad{@outputs_2};\\, \\ldots]" },
  },
  torch: { functions: [{ name: "torch.split", takes: ["@input", "split_size_or_sections:split_size", "dim"] }] },
  examples: [
    { attrs: { split_size: 2, dim: 1 }, shapes: { input: [2, 5, 2] } },
    { attrs: { split_size: [1, 3], dim: -1 }, shapes: { input: [2, 4] } },
    { attrs: { split_size: 3 }, shapes: { input: [2, 2] } },
  ],
})

function partsOf(size: number, wanted: number | readonly number[]): readonly number[] {
  if (typeof wanted !== "number") return wanted
  return Array.from({ length: Math.ceil(size / wanted) }, (_, i) => Math.min(wanted, size - i * wanted))
}

function sizesProblem(
  input: Shape,
  axis: number,
  wanted: number | readonly number[],
): ShapeProblem<"split_size"> | null {
  const size = sizeAt(input, axis)
  const sum = partsOf(size, wanted).reduce((total, part) => total + part, 0)
  if (sum === size) return null
  const parts = typeof wanted === "number" ? String(wanted) : wanted.join(" + ")
  const sentence = `${parts} = ${sum}, but axis ${axis} of ${formatShape(input)} has ${size} cells; the parts must add up to ${size}.`
  return { at: "split_size", sentence, found: String(sum), expected: String(size) }
}
