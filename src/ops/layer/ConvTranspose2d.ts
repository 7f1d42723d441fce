import { type AttrValues, bool, int, pair } from "../attributes/attrs.ts"
import { fanInInit } from "../families/spatial/convolution.ts"
import { biasGradient } from "../families/spatial/convolving.ts"
import { planesAxes } from "../families/spatial/spatial.ts"
import {
  type TransposedSettings,
  transposedBackInput,
  transposedBackWeight,
  transposedCaption,
  transposedField,
  transposedForward,
  transposedShape,
  transposedSymbols,
  transposedTerms,
} from "../families/spatial/transposed.ts"
import { defineOp } from "../op.ts"

const attrs = {
  out_channels: int({ doc: "Number of output channels.", initial: 8, min: 1 }),
  kernel_size: pair({ doc: "Height and width of a filter.", initial: 2, min: 1 }),
  stride: pair({ doc: "Output cells from one painted filter to the next.", fallback: 1, initial: 2, min: 1 }),
  padding: pair({ doc: "Cells cut off on every side of the output.", fallback: 0, min: 0 }),
  output_padding: pair({ doc: "Cells added below and on the right of the output.", fallback: 0, min: 0 }),
  groups: int({ doc: "Parts that input and output channels are divided into.", fallback: 1, min: 1 }),
  bias: bool({ doc: "Add one learned number to each output channel.", fallback: true }),
  dilation: pair({ doc: "Cells from one weight of the filter to the next.", fallback: 1, min: 1 }),
}

export const ConvTranspose2d = defineOp({
  kind: "ConvTranspose2d",
  shelf: "layer",
  title: "ConvTranspose2d",
  summary: "Paints a copy of the filter for every input cell and adds where copies overlap: images grow.",
  keywords: ["transposed convolution", "deconvolution", "Conv2DTranspose", "upconv", "fractionally strided"],

  attrs,
  inputs: { input: { doc: "N×C×H×W, or C×H×W for a single example.", tex: "x" } },
  outputs: { output: { doc: "N×F×H'×W'.", tex: "y" } },
  params: {
    weight: {
      tex: "w",
      doc: "The filters, C×F/groups×K×K.",
      rule: (at) => {
        const [kh, kw] = at.attrs.kernel_size
        const f = at.attrs.out_channels / at.attrs.groups
        const shape = [at.shapes.input.at(-3) ?? 0, f, kh, kw]
        // PyTorch takes the second axis for the fan-in, though here it is the outputs.
        return { shape, init: fanInInit(f * kh * kw), count: "kh*kw*c*f" }
      },
    },
    bias: {
      tex: "b",
      doc: "One number an output channel.",
      rule: ({ attrs: { bias, out_channels, groups, kernel_size } }) =>
        bias
          ? {
              shape: [out_channels],
              init: fanInInit((out_channels / groups) * kernel_size[0] * kernel_size[1]),
              count: "f",
            }
          : null,
    },
  },
  buffers: {},

  shape: (at) => transposedShape(settings(at.attrs), at.shapes.input),
  axes: planesAxes(2),
  receptiveField: (_port, at) => transposedField(settings(at.attrs)),
  symbols: (at) => transposedSymbols(settings(at.attrs), at.shapes.input),
  formulas: { outputSize: "(h - 1)*s - 2*p + d*(kh - 1) + op + 1", macs: "n*c*h*w*kh*kw*f" },
  caption: (values) => transposedCaption(settings(values)),

  forward: (at) => transposedForward(settings(at.attrs), at.inputs.input, at.params.weight, at.params.bias),
  backward: {
    input: (at) => transposedBackInput(settings(at.attrs), at.shapes.input, at.params.weight, at.grad.output),
    weight: (at) => transposedBackWeight(settings(at.attrs), at.inputs.input, at.params.weight.shape, at.grad.output),
    bias: (at) => biasGradient(at.grad.output, 2),
  },

  products: (at, place) => transposedTerms(settings(at.attrs), at.shapes.input, at.attrs.bias, place),

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

function settings({
  out_channels,
  kernel_size,
  output_padding,
  ...rest
}: AttrValues<typeof attrs>): TransposedSettings {
  const renamed = { filters: out_channels, kernel: kernel_size, outputPadding: output_padding }
  return { ...rest, ...renamed, kind: "ConvTranspose2d", axes: 2 }
}
