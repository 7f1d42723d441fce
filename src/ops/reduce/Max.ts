import { maxOver, scatterFirst, shareAmongEqual } from "../../tensor/reduce.ts"
import {
  asKept,
  asOutput,
  inputElements,
  reducedAxes,
  reducedShape,
  reductionAttrs,
  reductionAxes,
  reductionCaption,
  reductionField,
} from "../families/reduction.ts"
import { defineOp } from "../op.ts"

export const Max = defineOp({
  kind: "Max",
  shelf: "reduce",
  title: "Max",
  summary: "The largest number along axes.",
  keywords: ["ReduceMax", "amax", "maximum", "GlobalMaxPool"],
  symbol: "\\max",

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

  forward: (at) => asOutput(maxOver(at.inputs.input, reducedAxes(at)), at),
  // At ties as in PyTorch: over one axis the first takes all, over several or all axes the equal ones share evenly.
  backward: {
    input: (at) => {
      const y = asKept(at.outputs.output, at)
      const g = asKept(at.grad.output, at)
      const axes = reducedAxes(at)
      const [axis] = axes
      if (at.attrs.dim?.length === 1 && axis !== undefined) return scatterFirst(at.inputs.input, y, g, axis)
      return shareAmongEqual(at.inputs.input, y, g, axes)
    },
  },

  tex: {
    forward: "@output = \\max_{i} @input_i",
    backward: {
      input:
        "\\grad{@input_i} = \\frac{[i \\in I]}{|I|}\\, \\grad{@output}, \\quad I = \\begin{cases} \\text{first } i: @input_i = @output & \\text{one axis} \\\\ \\{i: @input_i = @output\\} & \\text{several} \\end{cases}",
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
  ],
})
