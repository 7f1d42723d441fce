import { maxPool, maxPoolBack } from "../../tensor/conv/pool.ts"
import type { AttrValues } from "../attributes/attrs.ts"
import {
  type AdaptiveSettings,
  adaptedShape,
  adaptiveCaption,
  adaptiveField,
  adaptivePoolSpans,
  adaptiveShape,
  adaptiveSymbols,
  outputSize,
  withIndices,
} from "../families/spatial/pooling.ts"
import { planesAxes } from "../families/spatial/spatial.ts"
import { defineOp } from "../op.ts"

const attrs = { output_size: outputSize }

export const AdaptiveMaxPool2d = defineOp({
  kind: "AdaptiveMaxPool2d",
  shelf: "pool",
  title: "AdaptiveMaxPool2d",
  summary: "Keeps the greatest number of each of as many windows as the output shall have cells.",
  keywords: ["GlobalMaxPooling2D", "GlobalMaxPool", "global max pool"],

  attrs,
  inputs: { input: { doc: "N×C×H×W, or C×H×W for a single example.", tex: "x" } },
  outputs: {
    output: { doc: "N×C and the output size: the greatest number of each window.", tex: "y" },
    indices: { doc: "Where in its plane, row by row, each of them lies.", tex: "k", hidden: true, constant: true },
  },
  params: {},
  buffers: {},

  shape: (at) => {
    const answer = adaptiveShape(settings(at.attrs), at.shapes.input)
    return "sentence" in answer ? answer : { output: answer.output, indices: answer.output }
  },
  axes: (at) => withIndices(planesAxes(2)(at)),
  receptiveField: (_port, at) => adaptiveField(settings(at.attrs), at.shapes.input),
  symbols: (at) => adaptiveSymbols(settings(at.attrs), at.shapes.input),
  formulas: { outputSize: "oh", flops: "n*c*h*w" },
  caption: (values) => adaptiveCaption(settings(values)),

  // Of equal numbers the first wins, as in PyTorch.
  forward: function* (at) {
    const [rows, columns] = adaptivePoolSpans(settings(at.attrs), at.shapes.input)
    return yield* maxPool(at.inputs.input, rows, columns, adaptedShape(settings(at.attrs), at.shapes.input))
  },
  backward: {
    input: (at) => {
      const [rows, columns] = adaptivePoolSpans(settings(at.attrs), at.shapes.input)
      return maxPoolBack(at.grad.output, at.outputs.indices, rows, columns, at.shapes.input)
    },
  },

  // R_i: the rows from ⌊i·H/H'⌋ to ⌈(i + 1)·H/H'⌉ − 1; C_j: the columns likewise.
  tex: {
    forward: "@output_{i,j} = \\max_{h \\in R_i,\\;l \\in C_j} @input_{h,l}",
    backward: {
      input:
        "\\grad{@input_{h,l}} = \\sum_{i,j} \\grad{@output_{i,j}} \\cdot [(h,l) = \\operatorname{argmax} \\text{ of window } (i,j)]",
    },
  },
  examples: [
    { attrs: { output_size: 1 }, shapes: { input: [2, 2, 3, 4] } },
    { attrs: { output_size: [2, 3] }, shapes: { input: [1, 2, 4, 6] } },
    { attrs: { output_size: 3 }, shapes: { input: [2, 5, 7] } },
    { attrs: { output_size: [null, 2] }, shapes: { input: [1, 1, 2, 3] } },
    { attrs: { output_size: [3, 2] }, shapes: { input: [1, 1, 2, 2] } },
  ],
})

function settings({ output_size }: AttrValues<typeof attrs>): AdaptiveSettings {
  return { kind: "AdaptiveMaxPool2d", axes: 2, output: output_size }
}
