import type { ReductionName } from "../../kernels/rows/reductions.ts"
import { broadcast3 } from "../../tensor/broadcast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { normOver, normSlope, shareAmongEqual } from "../../tensor/reduce.ts"
import { zerosLike } from "../../tensor/tensor.ts"
import { numberOr } from "../attributes/attrs.ts"
import {
  asKept,
  asOutput,
  inputElements,
  REDUCED,
  reducedAxes,
  reducedShape,
  reductionAttrs,
  reductionAxes,
  reductionCaption,
  reductionField,
} from "../families/reduction.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

const ORDER = {
  "ord=": (at: { readonly attrs: { readonly p: number | "inf" | "-inf" } }) =>
    at.attrs.p === 2 ? undefined : order(at.attrs.p),
}

const KERNELS: ReadonlyMap<number, ReductionName> = new Map([
  [0, "norm0"],
  [1, "norm1"],
  [2, "norm2"],
  [Number.POSITIVE_INFINITY, "normInf"],
  [Number.NEGATIVE_INFINITY, "normMinusInf"],
])

export const Norm = defineOp({
  kind: "Norm",
  shelf: "reduce",
  title: "Norm",
  summary: "The p-norm along axes.",
  keywords: ["ReduceL2", "ReduceL1", "vector norm", "Frobenius", "euclidean", "magnitude", "L1", "L2"],
  symbol: "\\lVert\\cdot\\rVert",

  attrs: {
    ...reductionAttrs,
    p: numberOr(["inf", "-inf"], {
      doc: "Order: 2 is the length, 1 the sum of sizes, inf the largest size, 0 counts what is not 0.",
      fallback: 2,
    }),
  },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The input's shape without the reduced axes, or with size 1 there.", tex: "y" } },
  params: {},
  buffers: {},

  shape: reducedShape,
  // Sizes add up, and so do counts; lengths do not.
  axes: (at) => ({ ...reductionAxes(at), sums: at.attrs.p === 1 || at.attrs.p === 0 }),
  receptiveField: reductionField,
  symbols: inputElements,
  formulas: { flops: "2*e" },
  caption: (attrs) => `p = ${String(attrs.p).replace("-", "−").replace("inf", "∞")}, ${reductionCaption(attrs)}`,

  forward: (at) => asOutput(normOver(at.inputs.input, reducedAxes(at), order(at.attrs.p)), at),
  // As in PyTorch: 0 at the origin, 0 at elements that are 0 under p < 1, evenly among the equal under p = ±∞, 0 for p = 0.
  backward: {
    input: (at) => {
      const p = order(at.attrs.p)
      const y = asKept(at.outputs.output, at)
      const g = asKept(at.grad.output, at)
      if (p === 0) return zerosLike(at.inputs.input)
      if (Number.isFinite(p)) return broadcast3(at.inputs.input, y, g, (x, norm, up) => up * normSlope(x, norm, p))
      const size = map(at.inputs.input, Math.abs)
      const shared = shareAmongEqual(size, y, g, reducedAxes(at))
      return zip(shared, at.inputs.input, (part, x) => (x > 0 ? part : x < 0 ? -part : 0))
    },
  },
  fast: (at) => {
    const p = order(at.attrs.p)
    return { kernel: "reduction", of: KERNELS.get(p) ?? "normOfOrder", axes: reducedAxes(at), order: p }
  },

  tex: {
    forward: "@output = \\left( \\sum_{i} |@input_i|^{p} \\right)^{1/p}, \\quad p = @p",
    backward: {
      input:
        "\\grad{@input_i} = \\operatorname{sign}(@input_i) \\left( \\frac{|@input_i|}{@output} \\right)^{p - 1} \\grad{@output}",
    },
  },
  torch: call("torch.linalg.vector_norm", "@input", ORDER, REDUCED, "keepdim"),
  examples: [
    { attrs: { dim: [0], keepdim: true }, shapes: { input: [3, 4, 2] } },
    { attrs: { dim: [1, -1], p: 1 }, shapes: { input: [3, 2, 4] } },
    { shapes: { input: [2, 3] } },
    { attrs: { p: 3, keepdim: true }, shapes: { input: [2, 3] } },
    { attrs: { p: 1.5, dim: -1 }, shapes: { input: [2, 3] } },
    { attrs: { p: 0.5, dim: 0 }, shapes: { input: [2, 3] } },
    { attrs: { p: -1 }, shapes: { input: [4] } },
    { attrs: { p: 0 }, shapes: { input: [4] } },
    { attrs: { p: "inf", dim: 1 }, shapes: { input: [2, 3] } },
    { attrs: { p: "-inf" }, shapes: { input: [2, 3] } },
    { shapes: { input: [] } },
  ],
})

function order(p: number | "inf" | "-inf"): number {
  if (p === "inf") return Number.POSITIVE_INFINITY
  return p === "-inf" ? Number.NEGATIVE_INFINITY : p
}
