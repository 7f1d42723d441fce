import type { Shape } from "../../tensor/tensor.ts"
import { type AttrValues, bool, choice, int, pair, pairOr } from "../attributes/attrs.ts"
import {
  type ConvSettings,
  convCaption,
  convField,
  convShape,
  convSymbols,
  fanInInit,
  PADDING_MODES,
} from "../families/spatial/convolution.ts"
import { biasGradient, convBackInput, convBackWeight, convForward, convTerms } from "../families/spatial/convolving.ts"
import { planesAxes } from "../families/spatial/spatial.ts"
import { defineOp } from "../op.ts"

const attrs = {
  out_channels: int({ doc: "Number of filters, one output channel each.", initial: 8, min: 1 }),
  kernel_size: pair({ doc: "Height and width of a filter.", initial: 3, min: 1 }),
  stride: pair({ doc: "Cells from one place of the filter to the next.", fallback: 1, min: 1 }),
  padding: pairOr(["same", "valid"], { doc: "Cells added on every side.", fallback: 0, min: 0 }),
  dilation: pair({ doc: "Cells from one weight of the filter to the next.", fallback: 1, min: 1 }),
  groups: int({
    doc: "Parts that channels and filters are divided into; each part sees only its own.",
    fallback: 1,
    min: 1,
  }),
  bias: bool({ doc: "Add one learned number to each output channel.", fallback: true }),
  padding_mode: choice(PADDING_MODES, { doc: "What padding cells hold.", fallback: "zeros" }),
  flip: bool({ doc: "True convolution: turn the filter by 180°, as in signal processing.", fallback: false }),
}

export const Conv2d = defineOp({
  kind: "Conv2d",
  shelf: "layer",
  title: "Conv2d",
  summary: "Slides filters over images and answers how well each fits at each place.",
  keywords: ["CONV", "CONV3", "convolution", "Conv", "cross-correlation", "depthwise", "pointwise", "filter", "kernel"],

  attrs,
  inputs: { input: { doc: "N×C×H×W, or C×H×W for a single example.", tex: "x" } },
  outputs: { output: { doc: "N×F×H'×W', one channel a filter.", tex: "y" } },
  params: {
    weight: {
      tex: "w",
      doc: "The filters, F×C/groups×K×K.",
      rule: (at) => {
        const { c, kh, kw } = filterSizes(at)
        return { shape: [at.attrs.out_channels, c, kh, kw], init: fanInInit(c * kh * kw), count: "kh*kw*c*f" }
      },
    },
    bias: {
      tex: "b",
      doc: "One number a filter.",
      rule: (at) => {
        if (!at.attrs.bias) return null
        const { c, kh, kw } = filterSizes(at)
        return { shape: [at.attrs.out_channels], init: fanInInit(c * kh * kw), count: "f" }
      },
    },
  },
  buffers: {},

  shape: (at) => convShape(settings(at.attrs), at.shapes.input),
  axes: planesAxes(2),
  receptiveField: (_port, at) => convField(settings(at.attrs)),
  symbols: (at) => convSymbols(settings(at.attrs), at.shapes.input, at.outputs.output),
  formulas: { outputSize: "floor((h + 2*p - d*(kh - 1) - 1)/s + 1)", macs: "n*f*oh*ow*kh*kw*c" },
  caption: (attrs) => convCaption(settings(attrs)),

  forward: (at) => convForward(settings(at.attrs), at.inputs.input, at.params.weight, at.params.bias),
  backward: {
    input: (at) => convBackInput(settings(at.attrs), at.shapes.input, at.params.weight, at.grad.output),
    weight: (at) => convBackWeight(settings(at.attrs), at.inputs.input, at.params.weight.shape, at.grad.output),
    bias: (at) => biasGradient(at.grad.output, 2),
  },

  products: (at, place) => convTerms(settings(at.attrs), at.shapes.input, at.attrs.bias, place),

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

function settings({ out_channels, kernel_size, padding_mode, ...rest }: AttrValues<typeof attrs>): ConvSettings {
  return { ...rest, kind: "Conv2d", axes: 2, filters: out_channels, kernel: kernel_size, mode: padding_mode }
}

/** Channels a filter sees, its height and width. */
function filterSizes({ attrs: { groups, kernel_size }, shapes }: At) {
  return { c: (shapes.input.at(-3) ?? 0) / groups, kh: kernel_size[0], kw: kernel_size[1] }
}

interface At {
  readonly attrs: AttrValues<typeof attrs>
  readonly shapes: { readonly input: Shape }
}
