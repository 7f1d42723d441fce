import { broadcast3 } from "../../tensor/broadcast.ts"
import { countOver, meanOver, varOver } from "../../tensor/reduce.ts"
import { int } from "../attributes/attrs.ts"
import {
  asKept,
  asOutput,
  inputElements,
  nothingLeft,
  REDUCED_ALL,
  reducedAxes,
  reducedShape,
  reductionAttrs,
  reductionAxes,
  reductionCaption,
  reductionField,
  reductionMeans,
} from "../families/reduction.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Var = defineOp({
  kind: "Var",
  shelf: "reduce",
  title: "Variance",
  summary:
    "The variance along axes. Divides by n − 1 as PyTorch does; batch norm and the course divide by n: set correction to 0.",
  keywords: ["ReduceVar", "variance", "sigma squared", "moments", "spread"],
  use: 20,
  usual: { input: ["Input", "Sub"] },
  symbol: "\\operatorname{var}",

  attrs: {
    ...reductionAttrs,
    correction: int({
      doc: "Subtracted from n in the divisor: 1 is the unbiased estimate and PyTorch's default; 0 is the plain average, as in batch norm.",
      fallback: 1,
      min: 0,
    }),
  },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The input's shape without the reduced axes, or with size 1 there.", tex: "y" } },
  params: {},
  buffers: {},

  shape: reducedShape,
  axes: (at) => ({ ...reductionAxes(at), means: reductionMeans(at, "variance") }),
  receptiveField: reductionField,
  symbols: inputElements,
  formulas: { flops: "4*e" },
  caption: (attrs) => `${reductionCaption(attrs)}, correction ${attrs.correction}`,

  notFinite: nothingLeft,
  forward: (at) => {
    const axes = reducedAxes(at)
    const mean = meanOver(at.inputs.input, axes)
    return asOutput(varOver(at.inputs.input, mean, axes, at.attrs.correction), at)
  },
  // The mean moves too, but Σ(x − μ) = 0 makes that part vanish.
  backward: {
    input: (at) => {
      const axes = reducedAxes(at)
      const scale = 2 / (countOver(at.shapes.input, axes) - at.attrs.correction)
      const slope = (x: number, mean: number, g: number): number => scale * g * (x - mean)
      return broadcast3(at.inputs.input, meanOver(at.inputs.input, axes), asKept(at.grad.output, at), slope)
    },
  },
  fast: (at) => ({ kernel: "reduction", of: "variance", axes: reducedAxes(at), correction: at.attrs.correction }),

  tex: {
    forward:
      "@output = \\frac{1}{n\\when{correction}{ - @correction}{}} \\sum_{i=1}^{n} (@input_i - \\mu)^2, \\quad \\mu = \\frac{1}{n} \\sum_{i=1}^{n} @input_i",
    backward: {
      input: "\\grad{@input_i} = \\frac{2}{n\\when{correction}{ - @correction}{}} (@input_i - \\mu)\\, \\grad{@output}",
    },
  },
  torch: call(".var", "@input", REDUCED_ALL, "correction!", "keepdim"),
  examples: [
    { attrs: { dim: [0], correction: 0, keepdim: true }, shapes: { input: [3, 4, 2] } },
    { attrs: { dim: [1, -1] }, shapes: { input: [3, 2, 4] } },
    { shapes: { input: [2, 3] } },
    { attrs: { keepdim: true, correction: 2 }, shapes: { input: [2, 3] } },
    { attrs: { dim: [2, 3], keepdim: true }, shapes: { input: [2, 2, 2, 2] } },
    { attrs: { correction: 0 }, shapes: { input: [] } },
  ],
})
