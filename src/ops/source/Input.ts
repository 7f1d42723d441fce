import type { Axes } from "../axisNames.ts"
import {
  batchAttr,
  distributionAttrs,
  distributionOf,
  drawingProblem,
  shapeAttr,
  sourceShape,
} from "../families/filling.ts"
import { defineOp } from "../op.ts"

export const Input = defineOp({
  kind: "Input",
  shelf: "source",
  title: "Input",
  summary: "The data that enter the network: given values, or samples from a distribution.",
  keywords: ["data", "batch", "placeholder", "InputLayer", "x", "target", "label"],
  use: 58,

  attrs: {
    shape: shapeAttr([4, 3]),
    ...distributionAttrs,
    ...batchAttr,
  },
  inputs: {},
  outputs: { value: { doc: "The data.", tex: "x" } },
  params: {},
  buffers: {
    value: {
      doc: "The data.",
      tex: "x",
      rule: (at) => ({ shape: at.attrs.shape, init: distributionOf(at.attrs) }),
    },
  },

  shape: (at) => {
    const problem = drawingProblem(at.attrs, at.attrs.shape)
    return problem === null ? sourceShape(at) : { ...problem, outputs: { value: at.attrs.shape } }
  },
  // As data usually are: examples first, and pictures N×C×H×W.
  axes: ({ outputs: { value } }) => {
    const usual: Axes = value.length >= 4 ? ["batch", "channels", "spatial"] : ["batch", null]
    return { inputs: {}, outputs: { value: value.map((_, axis) => usual[axis] ?? usual.at(-1) ?? null) } }
  },
  receptiveField: () => "pointwise",

  forward: (at) => ({ value: at.buffers.value }),
  backward: {},

  tex: { forward: "@value", backward: {} },
  torch: { source: "argument" },
  examples: [
    { attrs: { shape: [4, 3] }, shapes: {} },
    { attrs: { shape: [], mean: 2, std: 0.5 }, shapes: {} },
    { attrs: { shape: [2, 1, 3, 3], distribution: "uniform", low: -1, high: 2 }, shapes: {} },
    { attrs: { shape: [6], distribution: "integers", low: -2, high: 3 }, shapes: {} },
    { attrs: { shape: 5, distribution: "bernoulli", p: 0.25 }, shapes: {} },
    { attrs: { shape: [3, 4], distribution: "onehot" }, shapes: {} },
  ],
})
