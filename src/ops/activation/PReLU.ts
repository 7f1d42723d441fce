import { pointwiseFast } from "../../kernels/fast.ts"
import { type Around, around, mapAlong, sumAround } from "../../tensor/axis.ts"
import { zip } from "../../tensor/elementwise.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { int } from "../attributes/attrs.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"

export const PReLU = defineOp({
  kind: "PReLU",
  shelf: "activation",
  title: "PReLU",
  summary: "ReLU with a learned slope below zero, one for all or one for each channel.",
  keywords: ["parametric relu"],
  ...pointwise,
  attrs: { num_parameters: int({ doc: "1, or the number of channels (axis 1).", fallback: 1, min: 1 }) },
  params: {
    weight: {
      tex: "a",
      doc: "Slope below zero.",
      rule: (at) => ({
        shape: [at.attrs.num_parameters],
        init: { kind: "constant", value: 0.25 },
        count: "c",
      }),
    },
  },
  caption: (attrs) => (attrs.num_parameters === 1 ? "one slope" : `${attrs.num_parameters} slopes`),
  shape: (at) => {
    const wanted = at.attrs.num_parameters
    const channels = at.shapes.input[1] ?? 1
    if (wanted === 1 || wanted === channels) return { output: at.shapes.input }
    return {
      at: "num_parameters",
      sentence: `num_parameters is ${wanted}, but the input has ${channels} channels; set 1 or ${channels}.`,
      found: String(wanted),
      expected: channels === 1 ? "1" : `1 or ${channels}`,
      outputs: { output: at.shapes.input },
    }
  },
  symbols: (at) => ({ e: sizeOf(at.shapes.input), c: at.attrs.num_parameters }),

  forward: (at) => ({
    output: mapAlong(
      at.inputs.input,
      at.params.weight,
      channels(at.inputs.input.shape, at.params.weight.shape),
      (x, a) => (x > 0 ? x : a * x),
    ),
  }),
  // At 0 the slope of the negative side, as in PyTorch.
  backward: {
    input: (at) => {
      const view = channels(at.inputs.input.shape, at.params.weight.shape)
      const slope = mapAlong(at.inputs.input, at.params.weight, view, (x, a) => (x > 0 ? 1 : a))
      return zip(slope, at.grad.output, (s, g) => s * g)
    },
    weight: (at) => {
      const view = channels(at.inputs.input.shape, at.params.weight.shape)
      return sumAround(at.inputs.input, at.grad.output, view, (x, g) => (x > 0 ? 0 : x * g))
    },
  },

  fast: ({ attrs, shapes }) => {
    const backward = { input: "grad * (input > 0 ? 1 : weight)", weight: "input > 0 ? 0 : input * grad" }
    const weight = attrs.num_parameters === 1 ? [1] : [attrs.num_parameters, ...shapes.input.slice(2).map(() => 1)]
    return pointwiseFast("input > 0 ? input : weight * input", backward, {}, { weight })
  },

  tex: {
    forward: "@output = \\begin{cases} @input & @input > 0 \\\\ @weight\\, @input & @input \\le 0 \\end{cases}",
    backward: {
      input:
        "\\grad{@input} = \\grad{@output} \\cdot \\begin{cases} 1 & @input > 0 \\\\ @weight & @input \\le 0 \\end{cases}",
      weight: "\\grad{@weight} = \\sum_{@input \\le 0} \\grad{@output}\\, @input",
    },
  },
  torch: {
    module: { name: "nn.PReLU", takes: ["num_parameters"] },
    functions: [{ name: "F.prelu", takes: ["@input", "@weight"] }],
  },
  examples: [
    { shapes: { input: [2, 3] } },
    { shapes: { input: [2, 3, 4] }, attrs: { num_parameters: 3 } },
    { shapes: { input: [] } },
  ],
})

/** The view in which the middle axis has one slope each: the channels, or everything at once. */
function channels(input: Shape, weight: Shape): Around {
  return weight[0] === 1 ? { outer: 1, size: 1, inner: sizeOf(input) } : around(input, 1)
}
