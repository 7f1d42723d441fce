import { pointwiseFast } from "../../kernels/fast.ts"
import { broadcast2, sumTo } from "../../tensor/broadcast.ts"
import { broadcastAxes } from "../axisNames.ts"
import { broadcastPorts, outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Mul = defineOp({
  kind: "Mul",
  shelf: "maths",
  title: "Multiply",
  summary: "Multiplies two tensors, element by element.",
  keywords: ["times", "product", "multiply", "hadamard", "gate", "scale"],
  use: 40,
  symbol: "\\times",

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

  forward: (at) => ({ output: broadcast2(at.inputs.a, at.inputs.b, (a, b) => a * b) }),
  backward: {
    a: (at) =>
      sumTo(
        broadcast2(at.grad.output, at.inputs.b, (g, b) => g * b),
        at.shapes.a,
      ),
    b: (at) =>
      sumTo(
        broadcast2(at.grad.output, at.inputs.a, (g, a) => g * a),
        at.shapes.b,
      ),
  },

  fast: () => pointwiseFast("a * b", { a: "grad * b", b: "grad * a" }),

  tex: {
    forward: "@output = @a \\odot @b",
    backward: {
      a: "\\grad{@a} = \\when{repeated a}{\\sum_{\\text{broadcast}} }{}@b \\odot \\grad{@output}",
      b: "\\grad{@b} = \\when{repeated b}{\\sum_{\\text{broadcast}} }{}@a \\odot \\grad{@output}",
    },
  },
  torch: call("*", "@a", "@b"),
  examples: [
    { shapes: { a: [2, 3], b: [2, 3] } },
    { shapes: { a: [2, 3], b: [3] } },
    { shapes: { a: [3, 1], b: [2, 3, 4] } },
    { shapes: { a: [], b: [2, 2] } },
  ],
})
