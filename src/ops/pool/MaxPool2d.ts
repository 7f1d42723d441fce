import { bool, optional, pair } from "../attributes/attrs.ts"
import { maxPooling } from "../families/spatial/pooling.ts"
import { type SlidingSettings, slidingWindows } from "../families/spatial/slidingPool.ts"
import { layerAndFunction } from "../torch.ts"

const attrs = {
  kernel_size: pair({ doc: "Height and width of the window.", initial: 2, min: 1 }),
  stride: optional(pair({ doc: "Cells from one window to the next; none means kernel_size.", min: 1 })),
  padding: pair({ doc: "Cells added on every side; they never win.", fallback: 0, min: 0 }),
  dilation: pair({ doc: "Cells from one cell of the window to the next.", fallback: 1, min: 1 }),
  ceil_mode: bool({ doc: "Count a last window that fits only in part.", fallback: false }),
}

export const MaxPool2d = maxPooling({
  kind: "MaxPool2d",
  title: "MaxPool2d",
  short: "MaxP",
  summary: "Keeps the greatest number of each window.",
  keywords: ["POOL", "POOL2", "MaxPooling2D", "MaxPool", "downsample", "subsampling"],
  use: 70,
  usual: { input: ["ReLU", "Conv2d"] },
  axes: 2,
  windows: slidingWindows,
  output: "N×C×H'×W': the greatest number of each window.",

  attrs,
  settings: ({ kernel_size, ceil_mode, ...rest }): SlidingSettings => ({
    ...rest,
    kernel: kernel_size,
    ceil: ceil_mode,
  }),
  formulas: { outputSize: "floor((h + 2*p - d*(kh - 1) - 1 + e)/s + 1)", flops: "n*c*oh*ow*(kh*kw - 1)" },

  tex: {
    forward: "@output_{i,j} = \\max_{u,v}\\; @input_{si+du-p,\\;sj+dv-p}",
    backward: {
      input:
        "\\grad{@input_{h,l}} = \\sum_{i,j} \\grad{@output_{i,j}} \\cdot [(h,l) = \\operatorname{argmax} \\text{ of window } (i,j)]",
    },
  },
  torch: layerAndFunction("nn.MaxPool2d", "F.max_pool2d", "kernel_size", "stride", "padding", "dilation", "ceil_mode"),
  examples: [
    { attrs: { kernel_size: 2 }, shapes: { input: [2, 2, 4, 5] } },
    { attrs: { kernel_size: 3, stride: 2, padding: 1 }, shapes: { input: [1, 2, 5, 6] } },
    { attrs: { kernel_size: [2, 3], stride: [1, 2], ceil_mode: true }, shapes: { input: [2, 4, 6] } },
    { attrs: { kernel_size: 3, stride: 2, ceil_mode: true }, shapes: { input: [1, 2, 2, 4] } },
    { attrs: { kernel_size: 3, stride: 1, dilation: 2, padding: 1 }, shapes: { input: [1, 1, 5, 6] } },
    { attrs: { kernel_size: [2, 1], stride: 3, padding: [1, 0], ceil_mode: true }, shapes: { input: [1, 2, 6, 5] } },
  ],
})
