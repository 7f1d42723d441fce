import { broadcast3 } from "../../tensor/broadcast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
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

export const Std = defineOp({
  kind: "Std",
  shelf: "reduce",
  title: "Standard deviation",
  summary:
    "The standard deviation along axes. Divides by n − 1 as PyTorch does; batch norm and the course divide by n: set correction to 0.",
  keywords: ["sigma", "standard deviation", "ReduceStd", "spread"],
  symbol: "\\operatorname{std}",

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
    return asOutput(map(varOver(at.inputs.input, mean, axes, at.attrs.correction), Math.sqrt), at)
  },
  // 0 where the deviation is 0, as in PyTorch.
  backward: {
    input: (at) => {
      const axes = reducedAxes(at)
      const n = countOver(at.shapes.input, axes) - at.attrs.correction
      const perUnit = zip(asKept(at.grad.output, at), asKept(at.outputs.output, at), (g, y) =>
        y === 0 ? 0 : g / (n * y),
      )
      const slope = (x: number, mean: number, g: number): number => g * (x - mean)
      return broadcast3(at.inputs.input, meanOver(at.inputs.input, axes), perUnit, slope)
    },
  },
  fast: (at) => ({ kernel: "reduction", of: "deviation", axes: reducedAxes(at), correction: at.attrs.correction }),

  tex: {
    forward:
      "@output = \\sqrt{\\frac{1}{n\\when{correction}{ - @correction}{}} \\sum_{i=1}^{n} (@input_i - \\mu)^2}, \\quad \\mu = \\frac{1}{n} \\sum_{i=1}^{n} @input_i",
    backward: {
      input:
        "\\grad{@input_i} = \\frac{@input_i - \\mu}{(n\\when{correction}{ - @correction}{})\\, @output}\\, \\grad{@output}",
    },
  },
  torch: call(".std", "@input", REDUCED_ALL, "correction!", "keepdim"),
  examples: [
    { attrs: { dim: [0], correction: 0, keepdim: true }, shapes: { input: [3, 4, 2] } },
    { attrs: { dim: [1, -1] }, shapes: { input: [3, 2, 4] } },
    { shapes: { input: [2, 3] } },
    { attrs: { keepdim: true, correction: 2 }, shapes: { input: [2, 3] } },
    { attrs: { dim: [2, 3], keepdim: true }, shapes: { input: [2, 2, 2, 2] } },
  ],
})
