import { averagePool, averagePoolBack, divisors } from "../../tensor/conv/pool.ts"
import type { Shape } from "../../tensor/tensor.ts"
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
} from "../families/spatial/pooling.ts"
import { planesAxes } from "../families/spatial/spatial.ts"
import { defineOp } from "../op.ts"

const attrs = { output_size: outputSize }

export const AdaptiveAvgPool2d = defineOp({
  kind: "AdaptiveAvgPool2d",
  shelf: "pool",
  title: "AdaptiveAvgPool2d",
  summary: "Means over as many windows as the output shall have cells; 1 means over the whole image.",
  keywords: ["GlobalAveragePooling2D", "GlobalAveragePool", "GAP", "global average pool"],

  attrs,
  inputs: { input: { doc: "N×C×H×W, or C×H×W for a single example.", tex: "x" } },
  outputs: { output: { doc: "N×C and the output size.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => adaptiveShape(settings(at.attrs), at.shapes.input),
  axes: planesAxes(2),
  receptiveField: (_port, at) => adaptiveField(settings(at.attrs), at.shapes.input),
  symbols: (at) => adaptiveSymbols(settings(at.attrs), at.shapes.input),
  formulas: { outputSize: "oh", flops: "n*c*h*w" },
  caption: (values) => adaptiveCaption(settings(values)),

  forward: function* (at) {
    const { rows, columns, divisor } = boxesOf(at)
    const shape = adaptedShape(settings(at.attrs), at.shapes.input)
    return { output: yield* averagePool(at.inputs.input, rows, columns, divisor, shape) }
  },
  backward: {
    input: (at) => {
      const { rows, columns, divisor } = boxesOf(at)
      return averagePoolBack(at.grad.output, rows, columns, divisor, at.shapes.input)
    },
  },

  // R_i: the rows from ⌊i·H/H'⌋ to ⌈(i + 1)·H/H'⌉ − 1; C_j: the columns likewise.
  tex: {
    forward: "@output_{i,j} = \\frac{1}{|R_i||C_j|} \\sum_{h \\in R_i} \\sum_{l \\in C_j} @input_{h,l}",
    backward: {
      input:
        "\\grad{@input_{h,l}} = \\sum_{i\\,:\\;h \\in R_i} \\sum_{j\\,:\\;l \\in C_j} \\frac{1}{|R_i||C_j|}\\, \\grad{@output_{i,j}}",
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
  return { kind: "AdaptiveAvgPool2d", axes: 2, output: output_size }
}

function boxesOf(at: { readonly attrs: AttrValues<typeof attrs>; readonly shapes: { readonly input: Shape } }) {
  const [rows, columns] = adaptivePoolSpans(settings(at.attrs), at.shapes.input)
  return { rows, columns, divisor: divisors(rows, columns, true, null) }
}
