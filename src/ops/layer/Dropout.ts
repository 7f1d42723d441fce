import { zip } from "../../tensor/elementwise.ts"
import { dropoutMask, openMask } from "../../tensor/net/dropout.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { bool, number } from "../attributes/attrs.ts"
import { alike } from "../axisNames.ts"
import { droppedBy, droppingFast, keptScale, maskLines, masksItself } from "../families/dropping.ts"
import { defineOp } from "../op.ts"

export const Dropout = defineOp({
  kind: "Dropout",
  shelf: "layer",
  title: "Dropout",
  summary: "In training sets a random share of the numbers to zero; in evaluation does nothing.",
  keywords: ["regularization", "drop", "mask"],
  use: 50,

  attrs: {
    p: number({ doc: "Probability that a number is dropped.", fallback: 0.5, min: 0, max: 1 }),
    rescale: bool({ doc: "Divide what is kept by 1 − p in training, as PyTorch does.", fallback: true }),
  },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: {
    output: { doc: "Same shape as the input.", tex: "y" },
    mask: { doc: "1 where a number is kept, 0 where it is dropped; drawn from the seed.", tex: "m", constant: true },
  },
  params: {},
  buffers: {},
  caption: (attrs) => `p = ${attrs.p}${attrs.rescale ? "" : ", not rescaled"}`,

  shape: (at) => ({ output: at.shapes.input, mask: at.shapes.input }),
  axes: (at) => {
    const { inputs, outputs } = alike(at)
    return { inputs, outputs: { ...outputs, mask: outputs.output } }
  },
  receptiveField: () => "pointwise",
  symbols: (at) => ({ e: sizeOf(at.shapes.input) }),
  formulas: { flops: "e" },

  draws: (at) => (at.mode === "train" && at.attrs.p > 0 && at.attrs.p < 1 ? ["mask"] : []),
  drops: droppedBy,
  forward: (at) => {
    const { input } = at.inputs
    const mask =
      at.mode === "train"
        ? dropoutMask(input.shape, at.attrs.p, at.random("mask"), at.dtype)
        : openMask(input.shape, at.dtype)
    const scale = keptScale(at)
    return { output: zip(input, mask, (x, m) => x * m * scale), mask }
  },
  backward: {
    input: (at) => {
      const scale = keptScale(at)
      return zip(at.grad.output, at.outputs.mask, (g, m) => g * m * scale)
    },
  },

  fast: droppingFast,

  tex: {
    forward: "@output = \\when{train}{\\when{rescale}{\\frac{1}{1 - @p}\\, }{}@mask \\odot @input}{@input}",
    backward: {
      input:
        "\\grad{@input} = \\when{train}{\\when{rescale}{\\frac{1}{1 - @p}\\, }{}@mask \\odot \\grad{@output}}{\\grad{@output}}",
    },
  },
  torch: {
    module: { name: "nn.Dropout", takes: ["p"], unless: masksItself },
    functions: [{ name: "F.dropout", takes: ["@input", "p", "training="], unless: masksItself }],
    lines: (at) => maskLines("F.dropout", "@input", at.attrs),
  },
  examples: [
    { shapes: { input: [4, 5] } },
    { shapes: { input: [6] }, attrs: { p: 0.3, rescale: false } },
    { shapes: { input: [2, 3] }, attrs: { p: 0 } },
    { shapes: { input: [2, 3] }, attrs: { p: 1 } },
  ],
})
