import { pointwiseFast } from "../../kernels/fast.ts"
import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { broadcastAxes } from "../axisNames.ts"
import { broadcastPorts, outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"

export const Where = defineOp({
  kind: "Where",
  shelf: "maths",
  title: "Where",
  summary: "Takes a where the condition is not 0, else b.",
  keywords: ["if", "select", "switch", "mask", "condition", "masked_fill"],
  symbol: "?",

  attrs: {},
  inputs: {
    condition: { doc: "0 chooses b, anything else a.", tex: "c" },
    a: { doc: "Chosen where the condition is not 0.", tex: "a" },
    b: { doc: "Chosen where the condition is 0.", tex: "b" },
  },
  outputs: { output: { doc: "The common shape of all three.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => broadcastPorts({ condition: at.shapes.condition, a: at.shapes.a, b: at.shapes.b }),
  axes: broadcastAxes,
  receptiveField: () => "pointwise",
  symbols: outputElements,
  formulas: { flops: "e" },

  // `a` stands first because the answer takes the precision of the first.
  forward: (at) => ({
    output: broadcast3(at.inputs.a, at.inputs.b, at.inputs.condition, (a, b, c) => (c !== 0 ? a : b)),
  }),
  // A choice has no slope: nothing flows to the condition.
  backward: {
    condition: null,
    a: (at) =>
      sumTo(
        broadcast2(at.grad.output, at.inputs.condition, (g, c) => (c !== 0 ? g : 0)),
        at.shapes.a,
      ),
    b: (at) =>
      sumTo(
        broadcast2(at.grad.output, at.inputs.condition, (g, c) => (c !== 0 ? 0 : g)),
        at.shapes.b,
      ),
  },

  fast: () =>
    pointwiseFast("condition != 0 ? a : b", { a: "condition != 0 ? grad : 0", b: "condition != 0 ? 0 : grad" }),

  tex: {
    forward: "@output = \\begin{cases} @a & @condition \\neq 0 \\\\ @b & @condition = 0 \\end{cases}",
    backward: {
      condition: null,
      a: "\\grad{@a} = \\when{repeated a}{\\sum_{\\text{broadcast}} }{}[@condition \\neq 0] \\odot \\grad{@output}",
      b: "\\grad{@b} = \\when{repeated b}{\\sum_{\\text{broadcast}} }{}[@condition = 0] \\odot \\grad{@output}",
    },
  },
  torch: { lines: () => ["@output = torch.where(@condition != 0, @a, @b)"] },
  examples: [
    { shapes: { condition: [2, 2], a: [2, 2], b: [2, 2] }, values: { condition: [0, 1, 0, -2] } },
    { shapes: { condition: [2, 1], a: [3], b: [] }, values: { condition: [0, 1] } },
    { shapes: { condition: [], a: [2, 1], b: [1, 3] }, values: { condition: [0] } },
  ],
})
