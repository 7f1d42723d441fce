import { single } from "../attributes/attrs.ts"
import { transposedAttrs, transposedConvolution } from "../families/spatial/transposedConvolution.ts"

const attrs = {
  out_channels: transposedAttrs.out_channels,
  kernel_size: single({ doc: "Length of a filter.", initial: 2, min: 1 }),
  stride: single({ doc: "Output cells from one painted filter to the next.", fallback: 1, initial: 2, min: 1 }),
  padding: single({ doc: "Cells cut off at both ends of the output.", fallback: 0, min: 0 }),
  output_padding: single({ doc: "Cells added at the end of the output.", fallback: 0, min: 0 }),
  groups: transposedAttrs.groups,
  bias: transposedAttrs.bias,
  dilation: single({ doc: "Cells from one weight of the filter to the next.", fallback: 1, min: 1 }),
}

export const ConvTranspose1d = transposedConvolution({
  kind: "ConvTranspose1d",
  title: "ConvTranspose1d",
  short: "ConvT",
  summary: "Paints a copy of the filter for every input cell and adds where copies overlap: signals grow.",
  keywords: ["transposed convolution", "deconvolution", "Conv1DTranspose", "upconv", "fractionally strided"],
  axes: 1,

  attrs,
  // One axis is two of height 1.
  settings: ({ out_channels, kernel_size, stride, padding, output_padding, dilation, ...rest }) => ({
    ...rest,
    filters: out_channels,
    kernel: [1, kernel_size],
    stride: [1, stride],
    padding: [0, padding],
    outputPadding: [0, output_padding],
    dilation: [1, dilation],
  }),
  formulas: { outputSize: "(l - 1)*s - 2*p + d*(k - 1) + op + 1", macs: "n*c*l*k*f" },

  tex: {
    forward:
      "@output_{f,l} = \\when{bias}{@bias_f + }{}\\sum_{c,u} \\sum_{i\\,:\\;si+du-p=l} @weight_{c,f,u}\\, @input_{c,i}",
    backward: {
      input: "\\grad{@input_{c,i}} = \\sum_{f,u} @weight_{c,f,u}\\, \\grad{@output_{f,\\;si+du-p}}",
      weight: "\\grad{@weight_{c,f,u}} = \\sum_{n,i} @input_{c,i}\\, \\grad{@output_{f,\\;si+du-p}}",
      bias: "\\grad{@bias_f} = \\sum_{n,l} \\grad{@output_{f,l}}",
    },
  },
  examples: [
    { attrs: { out_channels: 2, kernel_size: [3], stride: 2 }, shapes: { input: [2, 3, 3] } },
    {
      attrs: { out_channels: 4, kernel_size: 3, stride: 3, padding: 2, output_padding: 1, groups: 2, dilation: 2 },
      shapes: { input: [2, 2, 4] },
    },
    {
      attrs: { out_channels: 1, kernel_size: 2, dilation: 3, padding: 1, output_padding: 2, bias: false },
      shapes: { input: [2, 4] },
    },
  ],
})
