import { bool, optional, single } from "../attributes/attrs.ts"
import { averagePooling } from "../families/spatial/pooling.ts"
import { type SlidingSettings, slidingWindows } from "../families/spatial/slidingPool.ts"
import { layerAndFunction } from "../torch.ts"

const attrs = {
  kernel_size: single({ doc: "Length of the window.", initial: 2, min: 1 }),
  stride: optional(single({ doc: "Cells from one window to the next; none means kernel_size.", min: 1 })),
  padding: single({ doc: "Cells added at both ends.", fallback: 0, min: 0 }),
  ceil_mode: bool({ doc: "Count a last window that fits only in part.", fallback: false }),
  count_include_pad: bool({ doc: "Count padding, as zeros, when dividing.", fallback: true }),
}

export const AvgPool1d = averagePooling({
  kind: "AvgPool1d",
  title: "AvgPool1d",
  short: "AvgP",
  summary: "Answers the mean of each stretch.",
  keywords: ["AveragePooling1D", "AveragePool", "moving average", "downsample"],
  axes: 1,
  windows: slidingWindows,
  output: "N×C×L': the mean of each window.",

  attrs,
  // One axis is two of height 1.
  settings: ({ kernel_size, stride, padding, ceil_mode }): SlidingSettings => ({
    kernel: [1, kernel_size],
    stride: [1, stride ?? kernel_size],
    padding: [0, padding],
    dilation: [1, 1],
    ceil: ceil_mode,
  }),
  divisor: ({ count_include_pad }) => ({ padding: count_include_pad, override: null }),
  formulas: { outputSize: "floor((l + 2*p - k + e)/s + 1)", flops: "n*c*ol*k" },

  tex: {
    forward: "@output_i = \\frac{1}{k} \\sum_u @input_{si+u-p}",
    backward: {
      input: "\\grad{@input_l} = \\frac{1}{k} \\sum_{i\\,:\\;l \\in \\text{window } i} \\grad{@output_i}",
    },
  },
  torch: layerAndFunction(
    "nn.AvgPool1d",
    "F.avg_pool1d",
    "kernel_size",
    "stride",
    "padding",
    "ceil_mode",
    "count_include_pad",
  ),
  examples: [
    { attrs: { kernel_size: [2] }, shapes: { input: [2, 2, 5] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true }, shapes: { input: [2, 6] } },
    { attrs: { kernel_size: 3, ceil_mode: true }, shapes: { input: [1, 2, 2] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1, count_include_pad: false }, shapes: { input: [1, 2, 6] } },
  ],
})
