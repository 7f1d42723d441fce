import { averagePool, averagePoolBack, divisors } from "../../tensor/conv/pool.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { type AttrValues, bool, optional, single } from "../attributes/attrs.ts"
import {
  type PoolSettings,
  poolCaption,
  pooledShape,
  poolField,
  poolShape,
  poolSpans,
  poolSymbols,
} from "../families/spatial/pooling.ts"
import { planesAxes } from "../families/spatial/spatial.ts"
import { defineOp } from "../op.ts"

const attrs = {
  kernel_size: single({ doc: "Length of the window.", initial: 2, min: 1 }),
  stride: optional(single({ doc: "Cells from one window to the next; none means kernel_size.", min: 1 })),
  padding: single({ doc: "Cells added at both ends.", fallback: 0, min: 0 }),
  ceil_mode: bool({ doc: "Count a last window that fits only in part.", fallback: false }),
  count_include_pad: bool({ doc: "Count padding, as zeros, when dividing.", fallback: true }),
}

export const AvgPool1d = defineOp({
  kind: "AvgPool1d",
  shelf: "pool",
  title: "AvgPool1d",
  summary: "Answers the mean of each stretch.",
  keywords: ["AveragePooling1D", "AveragePool", "moving average", "downsample"],

  attrs,
  inputs: { input: { doc: "N×C×L, or C×L for a single example.", tex: "x" } },
  outputs: { output: { doc: "N×C×L': the mean of each window.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => poolShape(settings(at.attrs), at.shapes.input),
  axes: planesAxes(1),
  receptiveField: (_port, at) => poolField(settings(at.attrs)),
  symbols: (at) => {
    const { n, c, w, ow, kw, p, s, d, e } = poolSymbols(settings(at.attrs), at.shapes.input, at.outputs.output)
    return { n, c, l: w, ol: ow, k: kw, p, s, d, e }
  },
  formulas: { outputSize: "floor((l + 2*p - k + e)/s + 1)", flops: "n*c*ol*k" },
  caption: (values) => poolCaption(settings(values)),

  forward: function* (at) {
    const { rows, columns, divisor } = boxesOf(at)
    const shape = pooledShape(settings(at.attrs), at.shapes.input)
    return { output: yield* averagePool(at.inputs.input, rows, columns, divisor, shape) }
  },
  backward: {
    input: (at) => {
      const { rows, columns, divisor } = boxesOf(at)
      return averagePoolBack(at.grad.output, rows, columns, divisor, at.shapes.input)
    },
  },

  tex: {
    forward: "@output_i = \\frac{1}{k} \\sum_u @input_{si+u-p}",
    backward: {
      input: "\\grad{@input_l} = \\frac{1}{k} \\sum_{i\\,:\\;l \\in \\text{window } i} \\grad{@output_i}",
    },
  },
  examples: [
    { attrs: { kernel_size: [2] }, shapes: { input: [2, 2, 5] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true }, shapes: { input: [2, 6] } },
    { attrs: { kernel_size: 3, ceil_mode: true }, shapes: { input: [1, 2, 2] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1, count_include_pad: false }, shapes: { input: [1, 2, 6] } },
  ],
})

function settings(read: AttrValues<typeof attrs>): PoolSettings {
  const { kernel_size, stride, padding, ceil_mode } = read
  return {
    kind: "AvgPool1d",
    axes: 1,
    kernel: [1, kernel_size],
    stride: [1, stride ?? kernel_size],
    padding: [0, padding],
    dilation: [1, 1],
    ceil: ceil_mode,
  }
}

function boxesOf(at: { readonly attrs: AttrValues<typeof attrs>; readonly shapes: { readonly input: Shape } }) {
  const [rows, columns] = poolSpans(settings(at.attrs), at.shapes.input)
  return { rows, columns, divisor: divisors(rows, columns, at.attrs.count_include_pad, null) }
}
