import { filledShape, initAttrs, initOf, shapeAttr } from "../families/filling.ts"
import { defineOp } from "../op.ts"

export const Parameter = defineOp({
  kind: "Parameter",
  shelf: "source",
  title: "Parameter",
  short: "Param",
  summary: "A learned tensor as a node of its own: γ, β, a filter, a weight that several layers share.",
  keywords: ["weight", "variable", "trainable", "learned", "gamma", "beta", "bias", "filter", "initializer", "tied"],
  use: 44,

  // Fresh from the palette: zeros as γ or as a weight would stop every gradient behind them.
  attrs: { shape: shapeAttr([3]), ...initAttrs, init: { ...initAttrs.init, initial: "normal" } },
  inputs: {},
  outputs: { value: { doc: "The learned tensor.", tex: "\\theta" } },
  params: {
    value: {
      doc: "The learned tensor.",
      tex: "\\theta",
      rule: (at) => ({ shape: at.attrs.shape, init: initOf(at.attrs), count: product(at.attrs.shape) }),
    },
  },
  buffers: {},

  shape: filledShape,
  axes: (at) => ({ inputs: {}, outputs: { value: at.outputs.value.map(() => null) } }),
  receptiveField: () => "pointwise",
  symbols: (at) => Object.fromEntries(at.attrs.shape.map((size, axis) => [`d${axis + 1}`, size])),

  forward: (at) => ({ value: at.params.value }),
  backward: { value: (at) => at.grad.value },

  tex: { forward: "@value", backward: { value: "\\grad{@value}" } },
  torch: { source: "parameter" },
  examples: [
    { attrs: { shape: [3] }, shapes: {} },
    { attrs: { shape: [], init: "constant", fill_value: 2 }, shapes: {} },
    { attrs: { shape: [2, 3, 4], init: "normal", std: 0.1 }, shapes: {} },
    { attrs: { shape: [2, 2], init: "uniform", low: -0.5, high: 0.5 }, shapes: {} },
    { attrs: { shape: [4], init: "integers", low: -3, high: 4 }, shapes: {} },
    { attrs: { shape: 2, init: "ones" }, shapes: {} },
    { attrs: { shape: [3, 3], init: "eye" }, shapes: {} },
    { attrs: { shape: 4, init: "arange" }, shapes: {} },
  ],
})

/** `d1*d2*…`, as many factors as axes; 1 for a scalar. */
function product(shape: readonly number[]): string {
  return shape.length === 0 ? "1" : shape.map((_, axis) => `d${axis + 1}`).join("*")
}
