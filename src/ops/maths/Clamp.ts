import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { number, optional } from "../attributes/attrs.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Clamp = defineOp({
  kind: "Clamp",
  shelf: "maths",
  title: "Clamp",
  summary: "Keeps each number between two bounds; either may be left out.",
  keywords: ["clip", "limit", "bound", "saturate", "hardtanh"],
  symbol: "\\operatorname{clamp}",

  ...pointwise,
  attrs: {
    min: optional(number({ doc: "Lower bound; none means no bound." })),
    max: optional(number({ doc: "Upper bound; none means no bound. It wins where it is below min." })),
  },
  shape: (at) => {
    const outputs = { output: at.shapes.input }
    return at.attrs.min === null && at.attrs.max === null
      ? { at: "min", sentence: "min and max are both unset; set at least one.", outputs }
      : outputs
  },
  formulas: { flops: "2*e" },
  caption: (attrs) => `${inWords(attrs.min, "−∞")} … ${inWords(attrs.max, "∞")}`,

  forward: (at) => {
    const [low, high] = bounds(at.attrs)
    return { output: map(at.inputs.input, (x) => Math.min(high, Math.max(low, x))) }
  },
  // The derivative is 1 at the bounds themselves, as in PyTorch.
  backward: {
    input: (at) => {
      const [low, high] = bounds(at.attrs)
      return zip(at.inputs.input, at.grad.output, (x, g) => (x >= low && x <= high ? g : 0))
    },
  },

  fast: ({ attrs }) => {
    const [low, high] = bounds(attrs)
    const backward = { input: "input >= low & input <= high ? grad : 0" }
    return pointwiseFast("atMost(atLeast(input, low), high)", backward, { low, high })
  },

  tex: {
    forward: "@output = \\when{max}{\\min(@max, }{}\\when{min}{\\max(@min, @input)}{@input}\\when{max}{)}{}",
    backward: {
      input: "\\grad{@input} = [\\when{min}{@min \\le }{}@input\\when{max}{ \\le @max}{}] \\cdot \\grad{@output}",
    },
  },
  torch: call("torch.clamp", "@input", "min", "max"),
  examples: [
    { attrs: { min: -0.5, max: 0.8 }, shapes: { input: [3, 4] } },
    { attrs: { min: 0.1 }, shapes: { input: [6] } },
    { attrs: { max: 0.1, min: null }, shapes: { input: [6] } },
    { attrs: { min: -1, max: 1 }, shapes: { input: [] } },
  ],
})

function bounds(attrs: { readonly min: number | null; readonly max: number | null }): readonly [number, number] {
  return [attrs.min ?? Number.NEGATIVE_INFINITY, attrs.max ?? Number.POSITIVE_INFINITY]
}

function inWords(bound: number | null, none: string): string {
  return bound === null ? none : String(bound).replace("-", "−")
}
