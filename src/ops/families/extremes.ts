// The largest and the smallest, along axes (Max, Min) or of two (Maximum, Minimum): they differ in which of two numbers wins.

import { pointwiseFast } from "../../kernels/fast.ts"
import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { scatterFirst, shareAmongEqual } from "../../tensor/reduce.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { broadcastAxes } from "../axisNames.ts"
import { type AnyOp, defineOp } from "../op.ts"
import { call } from "../torch.ts"
import { broadcastPorts, outputElements } from "./broadcasting.ts"
import {
  asKept,
  asOutput,
  inputElements,
  overAll,
  REDUCED,
  REDUCED_ALL,
  reducedAxes,
  reducedShape,
  reductionAttrs,
  reductionAxes,
  reductionCaption,
  reductionField,
} from "./reduction.ts"

interface Words {
  readonly kind: string
  readonly title: string
  readonly summary: string
  readonly keywords: readonly string[]
  readonly use?: number
  /** `\max` or `\min`. */
  readonly symbol: string
}

interface Along extends Words {
  /** The number that wins along axes, which are kept with size 1. */
  readonly over: (x: Tensor, axes: readonly number[]) => Tensor
  /** The kernel that does the same. */
  readonly fast: "greatest" | "least"
}

/** The number that wins along axes. */
export function extremeAlong({ over, fast, ...words }: Along): AnyOp {
  return defineOp({
    ...words,
    shelf: "reduce",
    attrs: reductionAttrs,
    inputs: { input: { doc: "Any shape.", tex: "x" } },
    outputs: { output: { doc: "The input's shape without the reduced axes, or with size 1 there.", tex: "y" } },
    params: {},
    buffers: {},

    shape: reducedShape,
    axes: reductionAxes,
    receptiveField: reductionField,
    symbols: inputElements,
    formulas: { flops: "e" },
    caption: reductionCaption,

    forward: (at) => asOutput(over(at.inputs.input, reducedAxes(at)), at),
    // At ties as in PyTorch: over one axis the first takes all, over several or all axes the equal ones share evenly.
    backward: {
      input: (at) => {
        const y = asKept(at.outputs.output, at)
        const g = asKept(at.grad.output, at)
        const axes = reducedAxes(at)
        const [axis] = axes
        if (at.attrs.dim?.length === 1 && axis !== undefined) return scatterFirst(at.inputs.input, y, g, axis)
        return shareAmongEqual(at.inputs.input, y, g, axes)
      },
    },
    fast: (at) => {
      const axes = reducedAxes(at)
      const first = at.attrs.dim?.length === 1 && axes.length === 1
      return { kernel: "reduction", of: first ? fast : `${fast}Shared`, axes }
    },

    tex: {
      forward: `@output = ${words.symbol}_{i} @input_i`,
      backward: {
        input:
          "\\grad{@input_i} = \\frac{[i \\in I]}{|I|}\\, \\grad{@output}, \\quad I = \\begin{cases} \\text{first } i: @input_i = @output & \\text{one axis} \\\\ \\{i: @input_i = @output\\} & \\text{several} \\end{cases}",
      },
    },
    // Of several axes the equal ones share the gradient, as amax and amin have it; along one the first has it.
    torch: {
      functions: [
        {
          name: `.${words.kind.toLowerCase()}`,
          takes: ["@input"],
          unless: (at) => at.attrs.keepdim || !overAll(at.attrs),
        },
        {
          name: `.${words.kind.toLowerCase()}`,
          takes: ["@input", REDUCED, "keepdim"],
          part: ".values",
          unless: (at) => at.attrs.dim?.length !== 1,
        },
        { name: `.a${words.kind.toLowerCase()}`, takes: ["@input", REDUCED_ALL, "keepdim"] },
      ],
    },
    examples: ALONG_AXES,
  })
}

interface OfTwo extends Words {
  readonly of: (a: number, b: number) => number
  /** Whether `a` is not the one that is kept, beside `b`. */
  readonly loses: (a: number, b: number) => boolean
  /** Between the one that is kept and the other. */
  readonly sign: "<" | ">"
}

/** The number of two that wins, element by element. */
export function extremeOfTwo({ of, loses, sign, ...words }: OfTwo): AnyOp {
  return defineOp({
    ...words,
    shelf: "maths",
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

    forward: (at) => ({ output: broadcast2(at.inputs.a, at.inputs.b, of) }),
    // Half to each where the two are equal, as in PyTorch.
    backward: {
      a: (at) =>
        sumTo(
          broadcast3(at.grad.output, at.inputs.a, at.inputs.b, (g, a, b) => (a === b ? g / 2 : loses(a, b) ? 0 : g)),
          at.shapes.a,
        ),
      b: (at) =>
        sumTo(
          broadcast3(at.grad.output, at.inputs.a, at.inputs.b, (g, a, b) => (a === b ? g / 2 : loses(b, a) ? 0 : g)),
          at.shapes.b,
        ),
    },

    fast: () => {
      const better = (one: string, other: string) =>
        `${one} == ${other} ? grad / 2 : ${other} ${sign} ${one} ? 0 : grad`
      return pointwiseFast(`${words.kind.slice(0, 3).toLowerCase()}(a, b)`, {
        a: better("a", "b"),
        b: better("b", "a"),
      })
    },

    tex: {
      forward: `@output = ${words.symbol}(@a, @b)`,
      backward: {
        a: `\\grad{@a} = \\when{repeated a}{\\sum_{\\text{broadcast}} }{}\\grad{@output} \\odot \\left([@a ${sign} @b] + \\tfrac{1}{2}[@a = @b]\\right)`,
        b: `\\grad{@b} = \\when{repeated b}{\\sum_{\\text{broadcast}} }{}\\grad{@output} \\odot \\left([@b ${sign} @a] + \\tfrac{1}{2}[@a = @b]\\right)`,
      },
    },
    torch: call(`torch.${words.kind.toLowerCase()}`, "@a", "@b"),
    examples: OF_TWO,
  })
}

const ALONG_AXES = [
  { attrs: { dim: [0], keepdim: true }, shapes: { input: [3, 4, 2] } },
  { attrs: { dim: [1, -1] }, shapes: { input: [3, 2, 4] } },
  { shapes: { input: [2, 3] } },
  { attrs: { keepdim: true, dim: [] }, shapes: { input: [2, 3] } },
  { attrs: { dim: -1 }, shapes: { input: [2, 3] } },
  { attrs: { dim: [2, 3], keepdim: true }, shapes: { input: [2, 2, 2, 2] } },
  { shapes: { input: [] } },
  { attrs: { dim: 0 }, shapes: { input: [] } },
]

const OF_TWO = [
  { shapes: { a: [2, 3], b: [2, 3] } },
  { shapes: { a: [2, 3], b: [3] } },
  { shapes: { a: [3, 1], b: [2, 3, 4] } },
  { shapes: { a: [], b: [2, 2] } },
]
