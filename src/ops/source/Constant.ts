import { batchAttr, filledShape, initAttrs, initOf, shapeAttr } from "../families/filling.ts"
import { defineOp } from "../op.ts"

export const Constant = defineOp({
  kind: "Constant",
  shelf: "source",
  title: "Constant",
  short: "Const",
  summary: "Numbers that stay as they are: not data, not learned.",
  keywords: [
    "number",
    "scalar",
    "literal",
    "ConstantOfShape",
    "epsilon",
    "zeros",
    "ones",
    "full",
    "eye",
    "identity",
    "arange",
    "mask",
  ],
  use: 5,

  attrs: { shape: shapeAttr([]), ...initAttrs, ...batchAttr },
  inputs: {},
  outputs: { value: { doc: "The numbers.", tex: "c" } },
  params: {},
  buffers: {
    value: {
      doc: "The numbers.",
      tex: "c",
      rule: (at) => ({ shape: at.attrs.shape, init: initOf(at.attrs) }),
    },
  },

  shape: filledShape,
  axes: (at) => ({ inputs: {}, outputs: { value: at.outputs.value.map(() => null) } }),
  receptiveField: () => "pointwise",

  forward: (at) => ({ value: at.buffers.value }),
  backward: {},

  tex: { forward: "@value", backward: {} },
  torch: { source: "buffer" },
  examples: [
    { attrs: { shape: [] }, shapes: {} },
    { attrs: { shape: [2, 3], init: "ones" }, shapes: {} },
    { attrs: { shape: 3, init: "constant", fill_value: 1e-5 }, shapes: {} },
    { attrs: { shape: [2, 2], init: "normal", mean: 1, std: 2 }, shapes: {} },
    { attrs: { shape: [2, 2], init: "full", fill: -0.5 }, shapes: {} },
    { attrs: { shape: [2, 3], init: "eye", fill: 3 }, shapes: {} },
    { attrs: { shape: [5], init: "arange" }, shapes: {} },
    { attrs: { shape: [2, 3, 4], init: "tril" }, shapes: {} },
    { attrs: { shape: [3, 3], init: "triu", fill: 2 }, shapes: {} },
    { attrs: { shape: [4], init: "uniform", low: -1, high: 0 }, shapes: {} },
  ],
})
