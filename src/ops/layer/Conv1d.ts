import type { Shape } from "../../tensor/tensor.ts"
import { type AttrValues, bool, choice, int, single, singleOr } from "../attributes/attrs.ts"
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
  kernel_size: single({ doc: "Length of a filter.", initial: 3, min: 1 }),
  stride: single({ doc: "Cells from one place of the filter to the next.", fallback: 1, min: 1 }),
  padding: singleOr(["same", "valid"], { doc: "Cells added at both ends.", fallback: 0, min: 0 }),
  dilation: single({ doc: "Cells from one weight of the filter to the next.", fallback: 1, min: 1 }),
  groups: int({
    doc: "Parts that channels and filters are divided into; each part sees only its own.",
    fallback: 1,
    min: 1,
  }),
  bias: bool({ doc: "Add one learned number to each output channel.", fallback: true }),
  padding_mode: choice(PADDING_MODES, { doc: "What padding cells hold.", fallback: "zeros" }),
  flip: bool({ doc: "True convolution: turn the filter round, as in signal processing.", fallback: false }),
}

export const Conv1d = defineOp({
  kind: "Conv1d",
  shelf: "layer",
  title: "Conv1d",
  summary: "Slides filters along signals and answers how well each fits at each place.",
  keywords: ["CONV", "convolution", "Conv", "cross-correlation", "FIR", "signal", "filter", "kernel"],

  attrs,
  inputs: { input: { doc: "N×C×L, or C×L for a single example.", tex: "x" } },
  outputs: { output: { doc: "N×F×L', one channel a filter.", tex: "y" } },
  params: {
    weight: {
      tex: "w",
      doc: "The filters, F×C/groups×K.",
      rule: (at) => {
        const { c, k } = filterSizes(at)
        return { shape: [at.attrs.out_channels, c, k], init: fanInInit(c * k), count: "k*c*f" }
      },
    },
    bias: {
      tex: "b",
      doc: "One number a filter.",
      rule: (at) => {
        if (!at.attrs.bias) return null
        const { c, k } = filterSizes(at)
        return { shape: [at.attrs.out_channels], init: fanInInit(c * k), count: "f" }
      },
    },
  },
  buffers: {},

  shape: (at) => convShape(settings(at.attrs), at.shapes.input),
  axes: planesAxes(1),
  receptiveField: (_port, at) => convField(settings(at.attrs)),
  symbols: (at) => {
    const { n, c, f, w, ow, kw, p, s, d } = convSymbols(settings(at.attrs), at.shapes.input, at.outputs.output)
    return { n, c, f, l: w, ol: ow, k: kw, p, s, d }
  },
  formulas: { outputSize: "floor((l + 2*p - d*(k - 1) - 1)/s + 1)", macs: "n*f*ol*k*c" },
  caption: (attrs) => convCaption(settings(attrs)),

  forward: (at) => convForward(settings(at.attrs), at.inputs.input, at.params.weight, at.params.bias),
  backward: {
    input: (at) => convBackInput(settings(at.attrs), at.shapes.input, at.params.weight, at.grad.output),
    weight: (at) => convBackWeight(settings(at.attrs), at.inputs.input, at.params.weight.shape, at.grad.output),
    bias: (at) => biasGradient(at.grad.output, 1),
  },

  products: (at, place) => convTerms(settings(at.attrs), at.shapes.input, at.attrs.bias, place),

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

function settings(read: AttrValues<typeof attrs>): ConvSettings {
  const { out_channels, kernel_size, stride, padding, dilation, groups, padding_mode, flip } = read
  return {
    kind: "Conv1d",
    axes: 1,
    filters: out_channels,
    kernel: [1, kernel_size],
    stride: [1, stride],
    padding: typeof padding === "string" ? padding : [0, padding],
    dilation: [1, dilation],
    groups,
    mode: padding_mode,
    flip,
  }
}

/** Channels a filter sees, and its length. */
function filterSizes({ attrs: { groups, kernel_size }, shapes }: At) {
  return { c: (shapes.input.at(-2) ?? 0) / groups, k: kernel_size }
}

interface At {
  readonly attrs: AttrValues<typeof attrs>
  readonly shapes: { readonly input: Shape }
}
