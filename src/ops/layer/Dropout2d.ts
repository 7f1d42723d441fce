import { broadcast2 } from "../../tensor/broadcast.ts"
import { dropoutMask, openMask } from "../../tensor/net/dropout.ts"
import { formatShape, sizeOf } from "../../tensor/tensor.ts"
import { bool, number } from "../attributes/attrs.ts"
import { droppedBy, droppingFast, keptScale, maskLines, masksItself } from "../families/dropping.ts"
import { planeNames } from "../families/spatial/spatial.ts"
import { defineOp } from "../op.ts"

export const Dropout2d = defineOp({
  kind: "Dropout2d",
  shelf: "layer",
  title: "Dropout2d",
  summary: "In training sets whole random channels to zero; in evaluation does nothing.",
  keywords: ["spatial dropout", "channel dropout", "SpatialDropout2D", "feature dropout"],

  attrs: {
    p: number({ doc: "Probability that a channel is dropped.", fallback: 0.5, min: 0, max: 1 }),
    rescale: bool({ doc: "Divide what is kept by 1 − p in training, as PyTorch does.", fallback: true }),
  },
  inputs: { input: { doc: "N×C×H×W or N×C×L.", tex: "x" } },
  outputs: {
    output: { doc: "Same shape as the input.", tex: "y" },
    mask: { doc: "1 for each channel that is kept, 0 for each dropped one.", tex: "m", constant: true },
  },
  params: {},
  buffers: {},
  caption: (attrs) => `p = ${attrs.p}${attrs.rescale ? "" : ", not rescaled"}`,

  shape: (at) => {
    const { input } = at.shapes
    const outputs = { output: input, mask: input.map((n, i) => (i < 2 ? n : 1)) }
    if (input.length === 3 || input.length === 4) return outputs
    const found = formatShape(input)
    const sentence = `Dropout2d takes N×C×H×W or N×C×L, but the input ${found} has ${input.length} axes; use Dropout`
    return { at: "input", sentence, found, expected: "N×C×H×W or N×C×L", outputs }
  },
  axes: (at) => {
    const input = planeNames(at.shapes.input, at.shapes.input.length === 3 ? 1 : 2)
    const mask = input.map((name) => (name === "spatial" ? null : name))
    return { inputs: { input }, outputs: { output: input, mask } }
  },
  receptiveField: () => "pointwise",
  symbols: (at) => ({ e: sizeOf(at.shapes.input) }),
  formulas: { flops: "e" },

  draws: (at) => (at.mode === "train" && at.attrs.p > 0 && at.attrs.p < 1 ? ["mask"] : []),
  drops: droppedBy,
  forward: (at) => {
    const { input } = at.inputs
    const channels = input.shape.map((n, axis) => (axis < 2 ? n : 1))
    const mask =
      at.mode === "train"
        ? dropoutMask(channels, at.attrs.p, at.random("mask"), at.dtype)
        : openMask(channels, at.dtype)
    const scale = keptScale(at)
    return { output: broadcast2(input, mask, (x, m) => x * m * scale), mask }
  },
  backward: {
    input: (at) => {
      const scale = keptScale(at)
      return broadcast2(at.grad.output, at.outputs.mask, (g, m) => g * m * scale)
    },
  },

  fast: droppingFast,

  tex: {
    forward:
      "@output_{nchw} = \\when{train}{\\when{rescale}{\\frac{1}{1 - @p}\\, }{}@mask_{nc}\\, @input_{nchw}}{@input_{nchw}}",
    backward: {
      input:
        "\\grad{@input_{nchw}} = \\when{train}{\\when{rescale}{\\frac{1}{1 - @p}\\, }{}@mask_{nc}\\, \\grad{@output_{nchw}}}{\\grad{@output_{nchw}}}",
    },
  },
  torch: {
    // Of N×C×L, PyTorch's Dropout2d drops channels too, but warns that it may not always do so.
    module: { name: "nn.Dropout2d", takes: ["p"], unless: (at) => masksItself(at) || at.shapes.input.length === 3 },
    functions: [
      {
        name: "F.dropout2d",
        takes: ["@input", "p", "training="],
        unless: (at) => masksItself(at) || at.shapes.input.length === 3,
      },
      { name: "F.dropout1d", takes: ["@input", "p", "training="], unless: masksItself },
    ],
    lines: (at) =>
      at.shapes.input.length === 3
        ? maskLines("F.dropout1d", "@input[:, :, :1]", at.attrs)
        : maskLines("F.dropout2d", "@input[:, :, :1, :1]", at.attrs),
  },
  examples: [
    { shapes: { input: [3, 4, 2, 2] } },
    { shapes: { input: [2, 4, 3] }, attrs: { p: 0.3, rescale: false } },
    { shapes: { input: [2, 2, 1, 2] }, attrs: { p: 1 } },
  ],
})
