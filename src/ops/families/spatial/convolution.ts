// Convolution along one axis or two: Conv1d and Conv2d differ in how their attributes are written, and in their formulas.

import type { Shape } from "../../../tensor/tensor.ts"
import { type AttrSpec, type AttrValues, bool, choice, int } from "../../attributes/attrs.ts"
import { type AnyOp, defineOp } from "../../op.ts"
import { biasGradient, convBackInput, convBackWeight, convFast, convForward, convTerms } from "./convRules.ts"
import {
  type ConvAttr,
  type ConvSettings,
  convCaption,
  convField,
  convLines,
  convShape,
  convSymbols,
  fanInInit,
  PADDING_MODES,
} from "./convShapes.ts"
import { planesAxes, planesDoc, type SpatialWords } from "./spatial.ts"

/** Attributes that are written alike along one axis and two. */
export const convAttrs = {
  out_channels: int({ doc: "Number of filters, one output channel each.", initial: 8, min: 1 }),
  groups: int({
    doc: "Parts that channels and filters are divided into; each part sees only its own.",
    fallback: 1,
    min: 1,
  }),
  bias: bool({ doc: "Add one learned number to each output channel.", fallback: true }),
  padding_mode: choice(PADDING_MODES, { doc: "What padding cells hold.", fallback: "zeros" }),
}

type ConvAttrs = {
  readonly [name in Exclude<ConvAttr, "input"> | "dilation" | "bias" | "padding_mode"]: AttrSpec<unknown>
}

type Words<A extends ConvAttrs> = SpatialWords<A, Omit<ConvSettings, "kind" | "axes">, "input" | "weight" | "bias">

/** An op of the convolution family, with everything but its attributes and its formulas. */
export function convolution<A extends ConvAttrs>({ axes, settings, ...words }: Words<A>): AnyOp {
  const of = (read: AttrValues<A>): ConvSettings => ({ kind: words.kind, axes, ...settings(read) })
  return defineOp({
    ...words,
    shelf: "layer",
    inputs: { input: { doc: planesDoc(axes), tex: "x" } },
    outputs: { output: { doc: `N×F×${axes === 1 ? "L'" : "H'×W'"}, one channel a filter.`, tex: "y" } },
    params: {
      weight: {
        tex: "w",
        doc: `The filters, F×C/groups×${axes === 1 ? "K" : "K×K"}.`,
        rule: (at) => {
          const conv = of(at.attrs)
          const c = channelsSeen(conv, at.shapes.input)
          const shape = [conv.filters, c, ...conv.kernel.slice(2 - axes)]
          return { shape, init: fanIn(c, conv), count: axes === 1 ? "k*c*f" : "kh*kw*c*f" }
        },
      },
      bias: {
        tex: "b",
        doc: "One number a filter.",
        rule: (at) => {
          const conv = of(at.attrs)
          if (!conv.bias) return null
          return { shape: [conv.filters], init: fanIn(channelsSeen(conv, at.shapes.input), conv), count: "f" }
        },
      },
    },
    buffers: {},

    shape: (at) => convShape(of(at.attrs), at.shapes.input),
    axes: planesAxes(axes),
    receptiveField: (_port, at) => convField(of(at.attrs)),
    symbols: (at) => convSymbols(of(at.attrs), at.shapes.input, at.outputs.output),
    caption: (read) => convCaption(of(read)),

    forward: (at) => convForward(of(at.attrs), at.inputs.input, at.params.weight, at.params.bias),
    backward: {
      input: (at) => convBackInput(of(at.attrs), at.shapes.input, at.params.weight, at.grad.output),
      weight: (at) => convBackWeight(of(at.attrs), at.inputs.input, at.params.weight.shape, at.grad.output),
      bias: (at) => biasGradient(at.grad.output, axes),
    },

    fast: (at) => convFast(of(at.attrs), at.shapes.input, at.outputs.output),
    products: (at, place) => convTerms(of(at.attrs), at.shapes.input, place),

    torch: {
      module: {
        name: `nn.${words.kind}`,
        takes: [
          { in_channels: (at) => at.shapes.input.at(-1 - axes) },
          "out_channels",
          "kernel_size=",
          "stride",
          "padding",
          "dilation",
          "groups",
          "bias",
          "padding_mode",
        ],
        unless: (at) => of(at.attrs).flip,
      },
      functions: [
        {
          name: `F.conv${axes}d`,
          takes: ["@input", "@weight", "@bias", "stride", "padding", "dilation", "groups"],
          unless: (at) => of(at.attrs).flip || of(at.attrs).mode !== "zeros",
        },
      ],
      lines: (at) => convLines(of(at.attrs)),
    },
  })
}

/** Channels that a filter sees. */
function channelsSeen(conv: ConvSettings, input: Shape): number {
  return (input.at(-1 - conv.axes) ?? 0) / conv.groups
}

function fanIn(channels: number, { kernel }: ConvSettings) {
  return fanInInit(channels * kernel[0] * kernel[1])
}
