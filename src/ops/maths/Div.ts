import { pointwiseFast } from "../../kernels/fast.ts"
import { broadcastCell } from "../../tensor/address.ts"
import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { broadcastAxes } from "../axisNames.ts"
import { broadcastPorts, outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Div = defineOp({
  kind: "Div",
  shelf: "maths",
  title: "Divide",
  summary: "The first divided by the second, element by element.",
  keywords: ["divide", "quotient", "over", "ratio"],
  use: 19,
  usual: { b: ["Sqrt", "Std"] },
  symbol: "\\div",

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
    const [a, b] = [at.inputs.a, at.inputs.b].map((one) => broadcastCell(one, at.outputs.output.shape, cell))
    return b !== 0 ? null : a === 0 ? "0 over 0" : "a number over 0"
  },
  forward: (at) => ({ output: broadcast2(at.inputs.a, at.inputs.b, (a, b) => a / b) }),
  backward: {
    a: (at) =>
      sumTo(
        broadcast2(at.grad.output, at.inputs.b, (g, b) => g / b),
        at.shapes.a,
      ),
    b: (at) =>
      sumTo(
        broadcast3(at.grad.output, at.inputs.a, at.inputs.b, (g, a, b) => -g * (a / b / b)),
        at.shapes.b,
      ),
  },

  fast: () => pointwiseFast("a / b", { a: "grad / b", b: "-grad * (a / b / b)" }),

  tex: {
    forward: "@output = \\frac{@a}{@b}",
    backward: {
      a: "\\grad{@a} = \\when{repeated a}{\\sum_{\\text{broadcast}} }{}\\frac{1}{@b} \\odot \\grad{@output}",
      b: "\\grad{@b} = -\\when{repeated b}{\\sum_{\\text{broadcast}} }{}\\frac{@a}{@b^2} \\odot \\grad{@output}",
    },
  },
  torch: call("/", "@a", "@b"),
  examples: [
    { shapes: { a: [2, 3], b: [2, 3] }, range: { b: [0.5, 2] } },
    { shapes: { a: [2, 3], b: [3] }, range: { b: [0.5, 2] } },
    { shapes: { a: [3, 1], b: [2, 3, 4] }, range: { b: [0.5, 2] } },
    { shapes: { a: [], b: [2, 2] }, range: { b: [0.5, 2] } },
    { shapes: { a: [3], b: [2, 3] }, range: { b: [-2, -0.5] } },
  ],
})
