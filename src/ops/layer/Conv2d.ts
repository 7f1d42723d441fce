import { bool, pair, pairOr } from "../attributes/attrs.ts"
import { convAttrs, convolution } from "../families/spatial/convolution.ts"

const attrs = {
  out_channels: convAttrs.out_channels,
  kernel_size: pair({ doc: "Height and width of a filter.", initial: 3, min: 1 }),
  stride: pair({ doc: "Cells from one place of the filter to the next.", fallback: 1, min: 1 }),
  padding: pairOr(["same", "valid"], { doc: "Cells added on every side.", fallback: 0, min: 0 }),
  dilation: pair({ doc: "Cells from one weight of the filter to the next.", fallback: 1, min: 1 }),
  groups: convAttrs.groups,
  bias: convAttrs.bias,
  padding_mode: convAttrs.padding_mode,
  flip: bool({ doc: "True convolution: turn the filter by 180°, as in signal processing.", fallback: false }),
}

export const Conv2d = convolution({
  kind: "Conv2d",
  title: "Conv2d",
  summary: "Cross-correlates images with learned filters: a dot product at every position.",
  keywords: ["CONV", "CONV3", "convolution", "Conv", "cross-correlation", "depthwise", "pointwise", "filter", "kernel"],
  use: 90,
  usual: { input: ["MaxPool2d", "ReLU"] },
  axes: 2,

  attrs,
  settings: ({ out_channels, kernel_size, padding_mode, ...rest }) => ({
    ...rest,
    filters: out_channels,
    kernel: kernel_size,
    mode: padding_mode,
  }),
  formulas: { outputSize: "floor((h + 2*p - d*(kh - 1) - 1)/s + 1)", macs: "n*f*oh*ow*kh*kw*c" },

  tex: {
    forward:
      "@output_{f,i,j} = \\when{bias}{@bias_f + }{}\\sum_{c,u,v} @weight_{f,c,\\when{!flip}{u,v}{\\bar u,\\bar v}}\\, @input_{c,\\;si+du-p,\\;sj+dv-p}\\when{!flip}{}{, \\quad \\bar u = k_h - 1 - u, \\quad \\bar v = k_w - 1 - v}",
    backward: {
      input:
        "\\grad{@input_{c,h,l}} = \\sum_{f,u,v} @weight_{f,c,\\when{!flip}{u,v}{\\bar u,\\bar v}} \\sum_{i,j\\,:\\;si+du-p=h,\\;sj+dv-p=l} \\grad{@output_{f,i,j}}\\when{!flip}{}{, \\quad \\bar u = k_h - 1 - u, \\quad \\bar v = k_w - 1 - v}",
      weight:
        "\\grad{@weight_{f,c,u,v}} = \\sum_{n,i,j} @input_{c,\\;si+d\\when{!flip}{u}{\\bar u}-p,\\;sj+d\\when{!flip}{v}{\\bar v}-p}\\, \\grad{@output_{f,i,j}}\\when{!flip}{}{, \\quad \\bar u = k_h - 1 - u, \\quad \\bar v = k_w - 1 - v}",
      bias: "\\grad{@bias_f} = \\sum_{n,i,j} \\grad{@output_{f,i,j}}",
    },
  },
  examples: [
    { attrs: { out_channels: 2, kernel_size: 3, padding: 1 }, shapes: { input: [2, 3, 4, 5] } },
    { attrs: { out_channels: 4, kernel_size: [3, 2], stride: [2, 1], groups: 2 }, shapes: { input: [2, 4, 6, 5] } },
    { attrs: { out_channels: 2, kernel_size: [2, 3], dilation: [3, 2], bias: false }, shapes: { input: [1, 2, 6, 7] } },
    { attrs: { out_channels: 3, kernel_size: [2, 4], padding: "same" }, shapes: { input: [1, 3, 4, 5] } },
    { attrs: { out_channels: 2, kernel_size: 3, padding: "valid" }, shapes: { input: [2, 4, 5] } },
    {
      attrs: { out_channels: 2, kernel_size: 3, stride: 2, padding: [1, 2], padding_mode: "circular" },
      shapes: { input: [1, 1, 5, 4] },
    },
    {
      attrs: { out_channels: 2, kernel_size: 3, padding: 2, dilation: 2, padding_mode: "reflect", groups: 2 },
      shapes: { input: [1, 2, 4, 5] },
    },
    {
      attrs: { out_channels: 1, kernel_size: [2, 3], padding: "same", padding_mode: "replicate", flip: true },
      shapes: { input: [1, 2, 3, 4] },
    },
    { attrs: { out_channels: 2, kernel_size: [2, 5], stride: [2, 1] }, shapes: { input: [2, 2, 5, 6] } },
    { attrs: { out_channels: 2, kernel_size: 3, stride: 2, flip: true }, shapes: { input: [2, 5, 6] } },
  ],
})
