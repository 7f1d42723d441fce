import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { broadcastAxes } from "../axisNames.ts"
import { broadcastPorts, outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"

export const Maximum = defineOp({
  kind: "Maximum",
  shelf: "maths",
  title: "Maximum",
  summary: "The larger of the two, element by element.",
  keywords: ["max", "elementwise max"],
  symbol: "\\max",

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

  forward: (at) => ({ output: broadcast2(at.inputs.a, at.inputs.b, Math.max) }),
  // Half to each where the two are equal, as in PyTorch.
  backward: {
    a: (at) =>
      sumTo(
        broadcast3(at.grad.output, at.inputs.a, at.inputs.b, (g, a, b) => (a === b ? g / 2 : a < b ? 0 : g)),
        at.shapes.a,
      ),
    b: (at) =>
      sumTo(
        broadcast3(at.grad.output, at.inputs.a, at.inputs.b, (g, a, b) => (a === b ? g / 2 : a > b ? 0 : g)),
        at.shapes.b,
      ),
  },

  tex: {
    forward: "@output = \\max(@a, @b)",
    backward: {
      a: "\\grad{@a} = \\when{repeated a}{\\sum_{\\text{broadcast}} }{}\\grad{@output} \\odot \\left([@a > @b] + \\tfrac{1}{2}[@a = @b]\\right)",
      b: "\\grad{@b} = \\when{repeated b}{\\sum_{\\text{broadcast}} }{}\\grad{@output} \\odot \\left([@b > @a] + \\tfrac{1}{2}[@a = @b]\\right)",
    },
  },
  examples: [
    { shapes: { a: [2, 3], b: [2, 3] } },
    { shapes: { a: [2, 3], b: [3] } },
    { shapes: { a: [3, 1], b: [2, 3, 4] } },
    { shapes: { a: [], b: [2, 2] } },
  ],
})
