import { pointwiseFast } from "../../kernels/fast.ts"
import { broadcast2, sumTo } from "../../tensor/broadcast.ts"
import { broadcastAxes } from "../axisNames.ts"
import { broadcastPorts, outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Add = defineOp({
  kind: "Add",
  shelf: "maths",
  title: "Add",
  summary: "Adds two tensors.",
  keywords: ["plus", "sum", "skip connection", "residual", "shortcut"],
  use: 48,
  symbol: "+",

  attrs: {},
  inputs: {
    a: { doc: "Any shape that broadcasts with b.", tex: "a" },
    b: { doc: "Any shape that broadcasts with a.", tex: "b" },
  },
  outputs: { output: { doc: "The common shape.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => broadcastPorts(at.shapes),
  axes: broadcastAxes,
  receptiveField: () => "pointwise",
  symbols: outputElements,
  formulas: { flops: "e" },
  terms: ["a", "b"],

  forward: (at) => ({ output: broadcast2(at.inputs.a, at.inputs.b, (a, b) => a + b) }),
  backward: {
    a: (at) => sumTo(at.grad.output, at.shapes.a),
    b: (at) => sumTo(at.grad.output, at.shapes.b),
  },

  fast: () => pointwiseFast("a + b", { a: "grad", b: "grad" }),

  tex: {
    forward: "@output = @a + @b",
    backward: {
      a: "\\grad{@a} = \\when{repeated a}{\\sum_{\\text{broadcast}} }{}\\grad{@output}",
      b: "\\grad{@b} = \\when{repeated b}{\\sum_{\\text{broadcast}} }{}\\grad{@output}",
    },
  },
  torch: call("+", "@a", "@b"),
  examples: [
    { shapes: { a: [2, 3], b: [2, 3] } },
    { shapes: { a: [2, 3], b: [3] } },
    { shapes: { a: [3, 1], b: [2, 3, 4] } },
    { shapes: { a: [], b: [2, 2] } },
  ],
})
