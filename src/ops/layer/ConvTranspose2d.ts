import { pair } from "../attributes/attrs.ts"
import { transposedAttrs, transposedConvolution } from "../families/spatial/transposedConvolution.ts"

const attrs = {
  out_channels: transposedAttrs.out_channels,
  kernel_size: pair({ doc: "Height and width of a filter.", initial: 2, min: 1 }),
  stride: pair({ doc: "Output cells from one painted filter to the next.", fallback: 1, initial: 2, min: 1 }),
  padding: pair({ doc: "Cells cut off on every side of the output.", fallback: 0, min: 0 }),
  output_padding: pair({ doc: "Cells added below and on the right of the output.", fallback: 0, min: 0 }),
  groups: transposedAttrs.groups,
  bias: transposedAttrs.bias,
  dilation: pair({ doc: "Cells from one weight of the filter to the next.", fallback: 1, min: 1 }),
}

export const ConvTranspose2d = transposedConvolution({
  kind: "ConvTranspose2d",
  title: "ConvTranspose2d",
  short: "ConvT",
  summary: "Paints a copy of the filter for every input cell and adds where copies overlap: images grow.",
  keywords: ["transposed convolution", "deconvolution", "Conv2DTranspose", "upconv", "fractionally strided"],
  use: 22,
  axes: 2,

  attrs,
  settings: ({ out_channels, kernel_size, output_padding, ...rest }) => ({
    ...rest,
    filters: out_channels,
    kernel: kernel_size,
    outputPadding: output_padding,
  }),
  formulas: { outputSize: "(h - 1)*s - 2*p + d*(kh - 1) + op + 1", macs: "n*c*h*w*kh*kw*f" },

  tex: {
    forward:
      "@output_{f,h,l} = \\when{bias}{@bias_f + }{}\\sum_{c,u,v} \\sum_{i,j\\,:\\;si+du-p=h,\\;sj+dv-p=l} @weight_{c,f,u,v}\\, @input_{c,i,j}",
    backward: {
      input: "\\grad{@input_{c,i,j}} = \\sum_{f,u,v} @weight_{c,f,u,v}\\, \\grad{@output_{f,\\;si+du-p,\\;sj+dv-p}}",
      weight: "\\grad{@weight_{c,f,u,v}} = \\sum_{n,i,j} @input_{c,i,j}\\, \\grad{@output_{f,\\;si+du-p,\\;sj+dv-p}}",
      bias: "\\grad{@bias_f} = \\sum_{n,h,l} \\grad{@output_{f,h,l}}",
    },
  },
  examples: [
    { attrs: { out_channels: 2, kernel_size: 2, stride: 2 }, shapes: { input: [2, 3, 2, 3] } },
    {
      attrs: { out_channels: 4, kernel_size: [3, 2], stride: [2, 3], padding: 1, output_padding: [1, 2], groups: 2 },
      shapes: { input: [2, 2, 3, 3] },
    },
    {
      attrs: { out_channels: 1, kernel_size: 3, dilation: [2, 3], padding: [3, 1], output_padding: 1, bias: false },
      shapes: { input: [1, 2, 4, 2] },
    },
    { attrs: { out_channels: 2, kernel_size: [1, 5] }, shapes: { input: [1, 2, 3, 2] } },
    { attrs: { out_channels: 2, kernel_size: 1, stride: 2 }, shapes: { input: [2, 3, 3] } },
  ],
})
