import { averagePool, averagePoolBack, divisors } from "../../tensor/conv/pool.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { type AttrValues, bool, int, optional, pair } from "../attributes/attrs.ts"
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
  kernel_size: pair({ doc: "Height and width of the window.", initial: 2, min: 1 }),
  stride: optional(pair({ doc: "Cells from one window to the next; none means kernel_size.", min: 1 })),
  padding: pair({ doc: "Cells added on every side.", fallback: 0, min: 0 }),
  ceil_mode: bool({ doc: "Count a last window that fits only in part.", fallback: false }),
  count_include_pad: bool({ doc: "Count padding, as zeros, when dividing.", fallback: true }),
  divisor_override: optional(int({ doc: "Divide by this number; none means by the number of cells.", min: 1 })),
}

export const AvgPool2d = defineOp({
  kind: "AvgPool2d",
  shelf: "pool",
  title: "AvgPool2d",
  summary: "Answers the mean of each window.",
  keywords: ["AveragePooling2D", "AveragePool", "mean pooling", "downsample"],

  attrs,
  inputs: { input: { doc: "N×C×H×W, or C×H×W for a single example.", tex: "x" } },
  outputs: { output: { doc: "N×C×H'×W': the mean of each window.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => poolShape(settings(at.attrs), at.shapes.input),
  axes: planesAxes(2),
  receptiveField: (_port, at) => poolField(settings(at.attrs)),
  symbols: (at) => poolSymbols(settings(at.attrs), at.shapes.input, at.outputs.output),
  formulas: { outputSize: "floor((h + 2*p - kh + e)/s + 1)", flops: "n*c*oh*ow*kh*kw" },
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
    forward: "@output_{i,j} = \\frac{1}{k_h k_w} \\sum_{u,v} @input_{si+u-p,\\;sj+v-p}",
    backward: {
      input:
        "\\grad{@input_{h,l}} = \\frac{1}{k_h k_w} \\sum_{i,j\\,:\\;(h,l) \\in \\text{window } (i,j)} \\grad{@output_{i,j}}",
    },
  },
  examples: [
    { attrs: { kernel_size: 2 }, shapes: { input: [2, 2, 4, 5] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1 }, shapes: { input: [1, 2, 5, 6] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1, count_include_pad: false }, shapes: { input: [2, 5, 6] } },
    { attrs: { kernel_size: [2, 3], ceil_mode: true, padding: [1, 1] }, shapes: { input: [1, 2, 6, 5] } },
    { attrs: { kernel_size: 3, stride: 2, ceil_mode: true }, shapes: { input: [1, 2, 2, 4] } },
    { attrs: { kernel_size: 2, stride: 1, divisor_override: 3 }, shapes: { input: [1, 2, 3, 3] } },
  ],
})

function settings({ kernel_size, ceil_mode, ...rest }: AttrValues<typeof attrs>): PoolSettings {
  return { dilation: [1, 1], ...rest, kind: "AvgPool2d", axes: 2, kernel: kernel_size, ceil: ceil_mode }
}

function boxesOf(at: { readonly attrs: AttrValues<typeof attrs>; readonly shapes: { readonly input: Shape } }) {
  const [rows, columns] = poolSpans(settings(at.attrs), at.shapes.input)
  return { rows, columns, divisor: divisors(rows, columns, at.attrs.count_include_pad, at.attrs.divisor_override) }
}
