import { bool, single, singleOr } from "../attributes/attrs.ts"
import { convAttrs, convolution } from "../families/spatial/convolution.ts"

const attrs = {
  out_channels: convAttrs.out_channels,
  kernel_size: single({ doc: "Length of a filter.", initial: 3, min: 1 }),
  stride: single({ doc: "Cells from one place of the filter to the next.", fallback: 1, min: 1 }),
  padding: singleOr(["same", "valid"], { doc: "Cells added at both ends.", fallback: 0, min: 0 }),
  dilation: single({ doc: "Cells from one weight of the filter to the next.", fallback: 1, min: 1 }),
  groups: convAttrs.groups,
  bias: convAttrs.bias,
  padding_mode: convAttrs.padding_mode,
  flip: bool({ doc: "True convolution: turn the filter round, as in signal processing.", fallback: false }),
}

export const Conv1d = convolution({
  kind: "Conv1d",
  title: "Conv1d",
  summary: "Cross-correlates signals with learned filters: a dot product at every position.",
  keywords: ["CONV", "convolution", "Conv", "cross-correlation", "FIR", "signal", "filter", "kernel"],
  use: 12,
  axes: 1,

  attrs,
  // One axis is two of height 1.
  settings: ({ out_channels, kernel_size, stride, padding, dilation, padding_mode, ...rest }) => ({
    ...rest,
    filters: out_channels,
    kernel: [1, kernel_size],
    stride: [1, stride],
    padding: typeof padding === "string" ? padding : [0, padding],
    dilation: [1, dilation],
    mode: padding_mode,
  }),
  formulas: { outputSize: "floor((l + 2*p - d*(k - 1) - 1)/s + 1)", macs: "n*f*ol*k*c" },

  tex: {
    forward:
      "@output_{f,i} = \\when{bias}{@bias_f + }{}\\sum_{c,u} @weight_{f,c,\\when{!flip}{u}{\\bar u}}\\, @input_{c,\\;si+du-p}\\when{!flip}{}{, \\quad \\bar u = k - 1 - u}",
    backward: {
      input:
        "\\grad{@input_{c,l}} = \\sum_{f,u} @weight_{f,c,\\when{!flip}{u}{\\bar u}} \\sum_{i\\,:\\;si+du-p=l} \\grad{@output_{f,i}}\\when{!flip}{}{, \\quad \\bar u = k - 1 - u}",
      weight:
        "\\grad{@weight_{f,c,u}} = \\sum_{n,i} @input_{c,\\;si+d\\when{!flip}{u}{\\bar u}-p}\\, \\grad{@output_{f,i}}\\when{!flip}{}{, \\quad \\bar u = k - 1 - u}",
      bias: "\\grad{@bias_f} = \\sum_{n,i} \\grad{@output_{f,i}}",
    },
  },
  examples: [
    { attrs: { out_channels: 2, kernel_size: [3], padding: 1 }, shapes: { input: [2, 3, 5] } },
    { attrs: { out_channels: 4, kernel_size: 2, stride: 2, groups: 2, dilation: 2 }, shapes: { input: [2, 4, 8] } },
    { attrs: { out_channels: 1, kernel_size: 4, padding: "same", bias: false }, shapes: { input: [1, 2, 6] } },
    { attrs: { out_channels: 2, kernel_size: 3, padding: "valid", flip: true }, shapes: { input: [2, 6] } },
    { attrs: { out_channels: 2, kernel_size: 3, padding: 3, padding_mode: "circular" }, shapes: { input: [1, 2, 4] } },
    {
      attrs: { out_channels: 2, kernel_size: 3, stride: 2, padding: 2, padding_mode: "reflect" },
      shapes: { input: [1, 1, 5] },
    },
    {
      attrs: { out_channels: 2, kernel_size: 2, padding: 3, dilation: 2, padding_mode: "replicate" },
      shapes: { input: [1, 1, 4] },
    },
  ],
})
