// Transposed convolution along one axis or two: ConvTranspose1d and ConvTranspose2d differ in how their attributes are
// written, and in their formulas.

import { type AttrSpec, type AttrValues, bool, int } from "../../attributes/attrs.ts"
import { type AnyOp, defineOp } from "../../op.ts"
import { biasGradient } from "./convRules.ts"
import { fanInInit } from "./convShapes.ts"
import { planesAxes, planesDoc, type SpatialWords } from "./spatial.ts"
import {
  type TransposedAttr,
  type TransposedSettings,
  transposedBackInput,
  transposedBackWeight,
  transposedCaption,
  transposedFast,
  transposedField,
  transposedForward,
  transposedShape,
  transposedSymbols,
  transposedTerms,
} from "./transposedRules.ts"

/** Attributes that are written alike along one axis and two. */
export const transposedAttrs = {
  out_channels: int({ doc: "Number of output channels.", initial: 8, min: 1 }),
  groups: int({ doc: "Parts that input and output channels are divided into.", fallback: 1, min: 1 }),
  bias: bool({ doc: "Add one learned number to each output channel.", fallback: true }),
}

type TransposedAttrs = {
  readonly [name in
    | Exclude<TransposedAttr, "input">
    | "kernel_size"
    | "stride"
    | "bias"
    | "dilation"]: AttrSpec<unknown>
}

type Words<A extends TransposedAttrs> = SpatialWords<
  A,
  Omit<TransposedSettings, "kind" | "axes">,
  "input" | "weight" | "bias"
>

/** An op of the transposed family, with everything but its attributes and its formulas. */
export function transposedConvolution<A extends TransposedAttrs>({ axes, settings, ...words }: Words<A>): AnyOp {
  const of = (read: AttrValues<A>): TransposedSettings => ({ kind: words.kind, axes, ...settings(read) })
  return defineOp({
    ...words,
    shelf: "layer",
    inputs: { input: { doc: planesDoc(axes), tex: "x" } },
    outputs: { output: { doc: `N×F×${axes === 1 ? "L'" : "H'×W'"}.`, tex: "y" } },
    params: {
      weight: {
        tex: "w",
        doc: `The filters, C×F/groups×${axes === 1 ? "K" : "K×K"}.`,
        rule: (at) => {
          const conv = of(at.attrs)
          const shape = [at.shapes.input.at(-1 - axes) ?? 0, conv.filters / conv.groups, ...conv.kernel.slice(2 - axes)]
          return { shape, init: fanIn(conv), count: axes === 1 ? "k*c*f" : "kh*kw*c*f" }
        },
      },
      bias: {
        tex: "b",
        doc: "One number an output channel.",
        rule: (at) => {
          const conv = of(at.attrs)
          return conv.bias ? { shape: [conv.filters], init: fanIn(conv), count: "f" } : null
        },
      },
    },
    buffers: {},

    // The function takes its last arguments in another order than the class.
    torch: {
      module: {
        name: `nn.${words.kind}`,
        takes: [
          { in_channels: (at) => at.shapes.input.at(-1 - axes) },
          "out_channels",
          "kernel_size=",
          "stride",
          "padding",
          "output_padding",
          "groups",
          "bias",
          "dilation",
        ],
      },
      functions: [
        {
          name: `F.conv_transpose${axes}d`,
          takes: ["@input", "@weight", "@bias", "stride", "padding", "output_padding", "groups", "dilation"],
        },
      ],
    },

    shape: (at) => transposedShape(of(at.attrs), at.shapes.input),
    axes: planesAxes(axes),
    receptiveField: (_port, at) => transposedField(of(at.attrs)),
    symbols: (at) => transposedSymbols(of(at.attrs), at.shapes.input),
    caption: (read) => transposedCaption(of(read)),

    forward: (at) => transposedForward(of(at.attrs), at.inputs.input, at.params.weight, at.params.bias),
    backward: {
      input: (at) => transposedBackInput(of(at.attrs), at.shapes.input, at.params.weight, at.grad.output),
      weight: (at) => transposedBackWeight(of(at.attrs), at.inputs.input, at.params.weight.shape, at.grad.output),
      bias: (at) => biasGradient(at.grad.output, axes),
    },

    fast: (at) => transposedFast(of(at.attrs), at.shapes.input, at.outputs.output),
    products: (at, place) => transposedTerms(of(at.attrs), at.shapes.input, place),
  })
}

/** PyTorch takes the second axis for the fan-in, though here it is the outputs. */
function fanIn({ filters, groups, kernel }: TransposedSettings) {
  return fanInInit((filters / groups) * kernel[0] * kernel[1])
}
