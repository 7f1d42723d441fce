import { type AttrValues, bool, int, single } from "../attributes/attrs.ts"
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
  kernel_size: single({ doc: "Length of a filter.", initial: 2, min: 1 }),
  stride: single({ doc: "Output cells from one painted filter to the next.", fallback: 1, initial: 2, min: 1 }),
  padding: single({ doc: "Cells cut off at both ends of the output.", fallback: 0, min: 0 }),
  output_padding: single({ doc: "Cells added at the end of the output.", fallback: 0, min: 0 }),
  groups: int({ doc: "Parts that input and output channels are divided into.", fallback: 1, min: 1 }),
  bias: bool({ doc: "Add one learned number to each output channel.", fallback: true }),
  dilation: single({ doc: "Cells from one weight of the filter to the next.", fallback: 1, min: 1 }),
}

export const ConvTranspose1d = defineOp({
  kind: "ConvTranspose1d",
  shelf: "layer",
  title: "ConvTranspose1d",
  summary: "Paints a copy of the filter for every input cell and adds where copies overlap: signals grow.",
  keywords: ["transposed convolution", "deconvolution", "Conv1DTranspose", "upconv", "fractionally strided"],

  attrs,
  inputs: { input: { doc: "N×C×L, or C×L for a single example.", tex: "x" } },
  outputs: { output: { doc: "N×F×L'.", tex: "y" } },
  params: {
    weight: {
      tex: "w",
      doc: "The filters, C×F/groups×K.",
      rule: (at) => {
        const k = at.attrs.kernel_size
        const f = at.attrs.out_channels / at.attrs.groups
        const shape = [at.shapes.input.at(-2) ?? 0, f, k]
        // PyTorch takes the second axis for the fan-in, though here it is the outputs.
        return { shape, init: fanInInit(f * k), count: "k*c*f" }
      },
    },
    bias: {
      tex: "b",
      doc: "One number an output channel.",
      rule: ({ attrs: { bias, out_channels, groups, kernel_size } }) =>
        bias
          ? {
              shape: [out_channels],
              init: fanInInit((out_channels / groups) * kernel_size),
              count: "f",
            }
          : null,
    },
  },
  buffers: {},

  shape: (at) => transposedShape(settings(at.attrs), at.shapes.input),
  axes: planesAxes(1),
  receptiveField: (_port, at) => transposedField(settings(at.attrs)),
  symbols: (at) => {
    const { n, c, f, w, kw, p, s, d, op } = transposedSymbols(settings(at.attrs), at.shapes.input)
    return { n, c, f, l: w, k: kw, p, s, d, op }
  },
  formulas: { outputSize: "(l - 1)*s - 2*p + d*(k - 1) + op + 1", macs: "n*c*l*k*f" },
  caption: (values) => transposedCaption(settings(values)),

  forward: (at) => transposedForward(settings(at.attrs), at.inputs.input, at.params.weight, at.params.bias),
  backward: {
    input: (at) => transposedBackInput(settings(at.attrs), at.shapes.input, at.params.weight, at.grad.output),
    weight: (at) => transposedBackWeight(settings(at.attrs), at.inputs.input, at.params.weight.shape, at.grad.output),
    bias: (at) => biasGradient(at.grad.output, 1),
  },

  products: (at, place) => transposedTerms(settings(at.attrs), at.shapes.input, at.attrs.bias, place),

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

function settings(read: AttrValues<typeof attrs>): TransposedSettings {
  const { out_channels, kernel_size, stride, padding, output_padding, dilation, groups } = read
  return {
    kind: "ConvTranspose1d",
    axes: 1,
    filters: out_channels,
    kernel: [1, kernel_size],
    stride: [1, stride],
    padding: [0, padding],
    outputPadding: [0, output_padding],
    dilation: [1, dilation],
    groups,
  }
}
