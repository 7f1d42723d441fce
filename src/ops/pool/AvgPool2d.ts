import { bool, int, optional, pair } from "../attributes/attrs.ts"
import { averagePooling } from "../families/spatial/pooling.ts"
import { type SlidingSettings, slidingWindows } from "../families/spatial/slidingPool.ts"
import { layerAndFunction } from "../torch.ts"

const attrs = {
  kernel_size: pair({ doc: "Height and width of the window.", initial: 2, min: 1 }),
  stride: optional(pair({ doc: "Cells from one window to the next; none means kernel_size.", min: 1 })),
  padding: pair({ doc: "Cells added on every side.", fallback: 0, min: 0 }),
  ceil_mode: bool({ doc: "Count a last window that fits only in part.", fallback: false }),
  count_include_pad: bool({ doc: "Count padding, as zeros, when dividing.", fallback: true }),
  divisor_override: optional(int({ doc: "Divide by this number; none means by the number of cells.", min: 1 })),
}

export const AvgPool2d = averagePooling({
  kind: "AvgPool2d",
  title: "AvgPool2d",
  short: "AvgP",
  summary: "Answers the mean of each window.",
  keywords: ["AveragePooling2D", "AveragePool", "mean pooling", "downsample"],
  use: 32,
  axes: 2,
  windows: slidingWindows,
  output: "N×C×H'×W': the mean of each window.",

  attrs,
  settings: ({ kernel_size, ceil_mode, ...rest }): SlidingSettings => ({
    ...rest,
    kernel: kernel_size,
    dilation: [1, 1],
    ceil: ceil_mode,
  }),
  divisor: ({ count_include_pad, divisor_override }) => ({ padding: count_include_pad, override: divisor_override }),
  formulas: { outputSize: "floor((h + 2*p - kh + e)/s + 1)", flops: "n*c*oh*ow*kh*kw" },

  tex: {
    forward: "@output_{i,j} = \\frac{1}{k_h k_w} \\sum_{u,v} @input_{si+u-p,\\;sj+v-p}",
    backward: {
      input:
        "\\grad{@input_{h,l}} = \\frac{1}{k_h k_w} \\sum_{i,j\\,:\\;(h,l) \\in \\text{window } (i,j)} \\grad{@output_{i,j}}",
    },
  },
  torch: layerAndFunction(
    "nn.AvgPool2d",
    "F.avg_pool2d",
    "kernel_size",
    "stride",
    "padding",
    "ceil_mode",
    "count_include_pad",
    "divisor_override",
  ),
  examples: [
    { attrs: { kernel_size: 2 }, shapes: { input: [2, 2, 4, 5] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1 }, shapes: { input: [1, 2, 5, 6] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1, count_include_pad: false }, shapes: { input: [2, 5, 6] } },
    { attrs: { kernel_size: [2, 3], ceil_mode: true, padding: [1, 1] }, shapes: { input: [1, 2, 6, 5] } },
    { attrs: { kernel_size: 3, stride: 2, ceil_mode: true }, shapes: { input: [1, 2, 2, 4] } },
    { attrs: { kernel_size: 2, stride: 1, divisor_override: 3 }, shapes: { input: [1, 2, 3, 3] } },
  ],
})
