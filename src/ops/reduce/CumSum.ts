import { cumulativeSum } from "../../tensor/reduce.ts"
import { int } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { axisOf, dimProblem } from "../families/axes.ts"
import { outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const CumSum = defineOp({
  kind: "CumSum",
  shelf: "reduce",
  title: "Running sum",
  summary: "At each place along an axis the sum of everything up to there.",
  keywords: ["cumulative sum", "cumsum", "prefix sum", "scan", "integral"],
  symbol: "\\Sigma_{\\le}",

  attrs: { dim: int({ doc: "Axis to run along.", fallback: 0, min: -8, max: 7 }) },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "Same shape as the input.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => dimProblem(at.shapes.input, at.attrs.dim) ?? { output: at.shapes.input },
  axes: (at) => {
    const axes = counted(at.shapes.input.length)
    const run = axisOf(at.shapes.input, at.attrs.dim)
    return { inputs: { input: axes }, outputs: { output: axes.map((axis) => (axis === run ? { like: axis } : axis)) } }
  },
  receptiveField: (_, at) => (axisOf(at.shapes.input, at.attrs.dim) >= 2 ? "global" : "pointwise"),
  symbols: outputElements,
  formulas: { flops: "e" },
  caption: (attrs) => `dim ${String(attrs.dim).replace("-", "−")}`,

  forward: (at) => ({ output: cumulativeSum(at.inputs.input, axisOf(at.shapes.input, at.attrs.dim)) }),
  backward: { input: (at) => cumulativeSum(at.grad.output, axisOf(at.shapes.input, at.attrs.dim), "end") },
  fast: (at) => ({ kernel: "cumulativeSum", axis: axisOf(at.shapes.input, at.attrs.dim) }),

  tex: {
    forward: "@output_i = \\sum_{k \\le i} @input_k",
    backward: { input: "\\grad{@input_i} = \\sum_{k \\ge i} \\grad{@output_k}" },
  },
  torch: call("torch.cumsum", "@input", "dim!"),
  examples: [
    { attrs: { dim: 0 }, shapes: { input: [3, 4] } },
    { attrs: { dim: 1 }, shapes: { input: [2, 3, 2] } },
    { attrs: { dim: -1 }, shapes: { input: [2, 3, 4] } },
    { shapes: { input: [] } },
  ],
})
