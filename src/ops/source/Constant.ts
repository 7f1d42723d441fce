import { initAttrs, initOf, shapeAttr, sourceShape } from "../filling.ts"
import { defineOp } from "../op.ts"

export const Constant = defineOp({
  kind: "Constant",
  shelf: "source",
  title: "Constant",
  summary: "Numbers that stay as they are: not data, not learned.",
  keywords: ["number", "scalar", "literal", "ConstantOfShape", "epsilon", "zeros", "ones", "full"],

  attrs: { shape: shapeAttr([]), ...initAttrs },
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

  shape: sourceShape,
  axes: (at) => ({ inputs: {}, outputs: { value: at.outputs.value.map(() => null) } }),
  receptiveField: () => "pointwise",

  forward: (at) => ({ value: at.buffers.value }),
  backward: {},

  tex: { forward: "@value", backward: {} },
  examples: [
    { attrs: { shape: [] }, shapes: {} },
    { attrs: { shape: [2, 3], init: "ones" }, shapes: {} },
    { attrs: { shape: 3, init: "constant", fill_value: 1e-5 }, shapes: {} },
    { attrs: { shape: [2, 2], init: "normal", mean: 1, std: 2 }, shapes: {} },
    { attrs: { shape: [4], init: "uniform", low: -1, high: 0 }, shapes: {} },
  ],
})
