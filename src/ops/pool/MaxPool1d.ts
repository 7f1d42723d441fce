import { maxPool, maxPoolBack } from "../../tensor/conv/pool.ts"
import { type AttrValues, bool, optional, single } from "../attributes/attrs.ts"
import {
  type PoolSettings,
  poolCaption,
  pooledShape,
  poolField,
  poolShape,
  poolSpans,
  poolSymbols,
  withIndices,
} from "../families/spatial/pooling.ts"
import { planesAxes } from "../families/spatial/spatial.ts"
import { defineOp } from "../op.ts"

const attrs = {
  kernel_size: single({ doc: "Length of the window.", initial: 2, min: 1 }),
  stride: optional(single({ doc: "Cells from one window to the next; none means kernel_size.", min: 1 })),
  padding: single({ doc: "Cells added at both ends; they never win.", fallback: 0, min: 0 }),
  dilation: single({ doc: "Cells from one cell of the window to the next.", fallback: 1, min: 1 }),
  ceil_mode: bool({ doc: "Count a last window that fits only in part.", fallback: false }),
}

export const MaxPool1d = defineOp({
  kind: "MaxPool1d",
  shelf: "pool",
  title: "MaxPool1d",
  summary: "Keeps the greatest number of each stretch.",
  keywords: ["POOL", "MaxPooling1D", "MaxPool", "downsample"],

  attrs,
  inputs: { input: { doc: "N×C×L, or C×L for a single example.", tex: "x" } },
  outputs: {
    output: { doc: "N×C×L': the greatest number of each window.", tex: "y" },
    indices: { doc: "Where in its signal each of them lies.", tex: "k", hidden: true, constant: true },
  },
  params: {},
  buffers: {},

  shape: (at) => {
    const answer = poolShape(settings(at.attrs), at.shapes.input)
    return "sentence" in answer ? answer : { output: answer.output, indices: answer.output }
  },
  axes: (at) => withIndices(planesAxes(1)(at)),
  receptiveField: (_port, at) => poolField(settings(at.attrs)),
  symbols: (at) => {
    const { n, c, w, ow, kw, p, s, d, e } = poolSymbols(settings(at.attrs), at.shapes.input, at.outputs.output)
    return { n, c, l: w, ol: ow, k: kw, p, s, d, e }
  },
  formulas: { outputSize: "floor((l + 2*p - d*(k - 1) - 1 + e)/s + 1)", flops: "n*c*ol*(k - 1)" },
  caption: (values) => poolCaption(settings(values)),

  // Of equal numbers the first wins, as in PyTorch.
  forward: function* (at) {
    return yield* maxPool(
      at.inputs.input,
      ...poolSpans(settings(at.attrs), at.shapes.input),
      pooledShape(settings(at.attrs), at.shapes.input),
    )
  },
  backward: {
    input: (at) => {
      const [rows, columns] = poolSpans(settings(at.attrs), at.shapes.input)
      return maxPoolBack(at.grad.output, at.outputs.indices, rows, columns, at.shapes.input)
    },
  },

  tex: {
    forward: "@output_i = \\max_u\\; @input_{si+du-p}",
    backward: {
      input: "\\grad{@input_l} = \\sum_i \\grad{@output_i} \\cdot [l = \\operatorname{argmax} \\text{ of window } i]",
    },
  },
  examples: [
    { attrs: { kernel_size: [2] }, shapes: { input: [2, 2, 5] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true }, shapes: { input: [2, 6] } },
    { attrs: { kernel_size: 3, ceil_mode: true }, shapes: { input: [1, 2, 2] } },
    { attrs: { kernel_size: 3, stride: 1, dilation: 2, padding: 1 }, shapes: { input: [1, 2, 6] } },
  ],
})

function settings(read: AttrValues<typeof attrs>): PoolSettings {
  const { kernel_size, stride, padding, dilation, ceil_mode } = read
  return {
    kind: "MaxPool1d",
    axes: 1,
    kernel: [1, kernel_size],
    stride: [1, stride ?? kernel_size],
    padding: [0, padding],
    dilation: [1, dilation],
    ceil: ceil_mode,
  }
}
