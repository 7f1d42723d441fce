import { pointwiseFast } from "../../kernels/fast.ts"
import { broadcastCell } from "../../tensor/address.ts"
import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { power } from "../../tensor/elementwise.ts"
import { broadcastAxes } from "../axisNames.ts"
import { broadcastPorts, outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Pow = defineOp({
  kind: "Pow",
  shelf: "maths",
  title: "Power",
  summary: "The first to the power of the second.",
  keywords: ["power", "exponent", "**", "^"],
  use: 3,
  symbol: "a^b",

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

  notFinite: (at, cell) => {
    const [a = 0, b = 0] = [at.inputs.a, at.inputs.b].map((one) => broadcastCell(one, at.outputs.output.shape, cell))
    if (a === 0 && b < 0) return "0 to a negative power, which is 1 over 0"
    return a < 0 && !Number.isInteger(b) ? "a negative number to a power that is no whole number" : null
  },
  forward: (at) => ({ output: broadcast2(at.inputs.a, at.inputs.b, power) }),
  // As in PyTorch: nothing flows to a under exponent 0, nor to b where a = 0 and b ≥ 0; to b it is NaN where a < 0.
  backward: {
    a: (at) =>
      sumTo(
        broadcast3(at.grad.output, at.inputs.a, at.inputs.b, (g, a, b) => (b === 0 ? 0 : g * b * power(a, b - 1))),
        at.shapes.a,
      ),
    b: (at) =>
      sumTo(
        broadcast3(at.grad.output, at.inputs.a, at.inputs.b, (g, a, b) =>
          a === 0 && b >= 0 ? 0 : g * power(a, b) * Math.log(a),
        ),
        at.shapes.b,
      ),
  },

  fast: () =>
    pointwiseFast("power(a, b)", {
      a: "b == 0 ? 0 : grad * b * power(a, b - 1)",
      b: "a == 0 & b >= 0 ? 0 : grad * power(a, b) * log(a)",
    }),

  tex: {
    forward: "@output = @a^{@b}",
    backward: {
      a: "\\grad{@a} = \\when{repeated a}{\\sum_{\\text{broadcast}} }{}@b \\odot @a^{@b - 1} \\odot \\grad{@output}",
      b: "\\grad{@b} = \\when{repeated b}{\\sum_{\\text{broadcast}} }{}@a^{@b} \\odot \\ln @a \\odot \\grad{@output}",
    },
  },
  torch: call("**", "@a", "@b"),
  examples: [
    { shapes: { a: [2, 3], b: [2, 3] }, range: { a: [0.3, 2] } },
    { shapes: { a: [2, 3], b: [3] }, range: { a: [0.3, 2] } },
    { shapes: { a: [3, 1], b: [2, 3, 4] }, range: { a: [0.3, 2] } },
    { shapes: { a: [], b: [2, 2] }, range: { a: [0.3, 2] } },
    { shapes: { a: [3], b: [] }, values: { b: [0] }, range: { a: [0.5, 2] } },
  ],
})
