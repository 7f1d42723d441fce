import { broadcast2 } from "../../tensor/broadcast.ts"
import { foldOver, productOfOthers } from "../../tensor/reduce.ts"
import {
  asKept,
  asOutput,
  inputElements,
  overAll,
  reducedAxes,
  reducedShape,
  reductionAttrs,
  reductionAxes,
  reductionCaption,
  reductionField,
} from "../families/reduction.ts"
import { defineOp } from "../op.ts"

export const Prod = defineOp({
  kind: "Prod",
  shelf: "reduce",
  title: "Product",
  summary: "Multiplies the numbers along axes.",
  keywords: ["ReduceProd", "multiply", "likelihood"],
  symbol: "\\Pi",

  attrs: reductionAttrs,
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The input's shape without the reduced axes, or with size 1 there.", tex: "y" } },
  params: {},
  buffers: {},

  shape: reducedShape,
  axes: reductionAxes,
  receptiveField: reductionField,
  symbols: inputElements,
  formulas: { flops: "e" },
  caption: reductionCaption,

  forward: (at) =>
    asOutput(
      foldOver(at.inputs.input, reducedAxes(at), 1, (product, x) => product * x),
      at,
    ),
  // Not y / x: that is 0/0 where a number is 0.
  backward: {
    input: (at) =>
      broadcast2(
        productOfOthers(at.inputs.input, reducedAxes(at)),
        asKept(at.grad.output, at),
        (others, g) => g * others,
      ),
  },
  fast: (at) => ({ kernel: "reduction", of: "product", axes: reducedAxes(at) }),

  tex: {
    forward: "@output = \\prod_{i} @input_i",
    backward: { input: "\\grad{@input_i} = \\grad{@output} \\prod_{k \\neq i} @input_k" },
  },
  // PyTorch multiplies along one axis in a call.
  torch: {
    functions: [{ name: ".prod", takes: ["@input"], unless: (at) => at.attrs.keepdim || !overAll(at.attrs) }],
    lines: (at) => {
      const axes = [...reducedAxes(at)].sort((a, b) => b - a)
      const keep = at.attrs.keepdim ? ", keepdim=True" : ""
      return [`@output = @input${axes.map((axis) => `.prod(dim=${axis}${keep})`).join("")}`]
    },
  },
  examples: [
    { attrs: { dim: [0], keepdim: true }, shapes: { input: [3, 4, 2] } },
    { attrs: { dim: [1, -1] }, shapes: { input: [3, 2, 4] } },
    { shapes: { input: [2, 3] } },
    { attrs: { keepdim: true, dim: [] }, shapes: { input: [2, 3] } },
    { attrs: { dim: -1 }, shapes: { input: [2, 3] } },
    { attrs: { dim: [2, 3], keepdim: true }, shapes: { input: [2, 2, 2, 2] } },
    { shapes: { input: [] } },
    { attrs: { dim: 0 }, shapes: { input: [] } },
    { attrs: { dim: 1 }, shapes: { input: [3, 3] }, values: { input: [0, 2, 3, 0, 0, 4, 1, 2, 3] } },
  ],
})
