import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { number } from "../attributes/attrs.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const Hardtanh = defineOp({
  kind: "Hardtanh",
  shelf: "activation",
  title: "Hardtanh",
  summary: "Identity between two limits, constant outside.",
  keywords: ["hard tanh", "clip"],
  ...pointwise,
  attrs: {
    min_val: number({ doc: "Lower limit.", fallback: -1 }),
    max_val: number({ doc: "Upper limit.", fallback: 1 }),
  },
  caption: (attrs) => `${attrs.min_val} to ${attrs.max_val}`,
  shape: (at) =>
    at.attrs.max_val > at.attrs.min_val
      ? { output: at.shapes.input }
      : {
          at: "max_val",
          sentence: `max_val is ${at.attrs.max_val} and min_val ${at.attrs.min_val}; max_val must be the larger one.`,
          outputs: { output: at.shapes.input },
        },

  forward: (at) => {
    const { min_val, max_val } = at.attrs
    return { output: map(at.inputs.input, (x) => Math.min(max_val, Math.max(min_val, x))) }
  },
  // 0 at both edges, as in PyTorch (Clamp has 1 there).
  backward: {
    input: (at) => {
      const { min_val, max_val } = at.attrs
      return zip(at.inputs.input, at.grad.output, (x, g) => (x <= min_val || x >= max_val ? 0 : g))
    },
  },

  fast: ({ attrs }) =>
    pointwiseFast(
      "atMost(atLeast(input, min_val), max_val)",
      { input: "input <= min_val | input >= max_val ? 0 : grad" },
      attrs,
    ),

  tex: {
    forward: "@output = \\min(@max_val, \\max(@min_val, @input))",
    backward: { input: "\\grad{@input} = \\grad{@output} \\cdot [@min_val < @input < @max_val]" },
  },
  torch: layerAndFunction("nn.Hardtanh", "F.hardtanh", "min_val", "max_val"),
  examples: [{ shapes: { input: [4, 5] } }, { shapes: { input: [9] }, attrs: { min_val: -0.5, max_val: 1.5 } }],
})
