import { bool, optional, single } from "../attributes/attrs.ts"
import { maxPooling } from "../families/spatial/pooling.ts"
import { type SlidingSettings, slidingWindows } from "../families/spatial/slidingPool.ts"
import { layerAndFunction } from "../torch.ts"

const attrs = {
  kernel_size: single({ doc: "Length of the window.", initial: 2, min: 1 }),
  stride: optional(single({ doc: "Cells from one window to the next; none means kernel_size.", min: 1 })),
  padding: single({ doc: "Cells added at both ends; they never win.", fallback: 0, min: 0 }),
  dilation: single({ doc: "Cells from one cell of the window to the next.", fallback: 1, min: 1 }),
  ceil_mode: bool({ doc: "Count a last window that fits only in part.", fallback: false }),
}

export const MaxPool1d = maxPooling({
  kind: "MaxPool1d",
  title: "MaxPool1d",
  short: "MaxP",
  summary: "Keeps the greatest number of each stretch.",
  keywords: ["POOL", "MaxPooling1D", "MaxPool", "downsample"],
  axes: 1,
  windows: slidingWindows,
  output: "N×C×L': the greatest number of each window.",

  attrs,
  // One axis is two of height 1.
  settings: ({ kernel_size, stride, padding, dilation, ceil_mode }): SlidingSettings => ({
    kernel: [1, kernel_size],
    stride: [1, stride ?? kernel_size],
    padding: [0, padding],
    dilation: [1, dilation],
    ceil: ceil_mode,
  }),
  formulas: { outputSize: "floor((l + 2*p - d*(k - 1) - 1 + e)/s + 1)", flops: "n*c*ol*(k - 1)" },

  tex: {
    forward: "@output_i = \\max_u\\; @input_{si+du-p}",
    backward: {
      input: "\\grad{@input_l} = \\sum_i \\grad{@output_i} \\cdot [l = \\operatorname{argmax} \\text{ of window } i]",
    },
  },
  torch: layerAndFunction("nn.MaxPool1d", "F.max_pool1d", "kernel_size", "stride", "padding", "dilation", "ceil_mode"),
  examples: [
    { attrs: { kernel_size: [2] }, shapes: { input: [2, 2, 5] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true }, shapes: { input: [2, 6] } },
    { attrs: { kernel_size: 3, ceil_mode: true }, shapes: { input: [1, 2, 2] } },
    { attrs: { kernel_size: 3, stride: 1, dilation: 2, padding: 1 }, shapes: { input: [1, 2, 6] } },
  ],
})
