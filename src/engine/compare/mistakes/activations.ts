// Ops that treat each number alone: left out, taken for another one, and derivatives that were forgotten or halved.

import { LeakyReLU } from "../../../ops/activation/LeakyReLU.ts"
import { ReLU } from "../../../ops/activation/ReLU.ts"
import { Sigmoid } from "../../../ops/activation/Sigmoid.ts"
import { Tanh } from "../../../ops/activation/Tanh.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { broadcast2 } from "../../../tensor/broadcast.ts"
import { sameShape } from "../../../tensor/tensor.ts"
import {
  back,
  given,
  givenBack,
  type Mistake,
  type MistakeRule,
  one,
  withArrow,
  withAttrs,
  withForward,
} from "./mistake.ts"

/** A wrong slope by input, output and upstream gradient. */
type Slope = (x: number, y: number, g: number) => number

const SLOPES: { readonly [kind: string]: readonly { readonly words: string; readonly slope: Slope }[] } = {
  ReLU: [
    {
      words: "the gradient was cut at 0 by its own sign, not by the sign of the input",
      slope: (_x, _y, g) => Math.max(0, g),
    },
    { words: "the gradient was cut at 0 by its own sign as well", slope: (x, _y, g) => (x > 0 ? Math.max(0, g) : 0) },
    {
      words: "the mask is the wrong way round: it passes where the input is negative",
      slope: (x, _y, g) => (x > 0 ? 0 : g),
    },
    { words: "it was multiplied by the input instead of by 0 or 1", slope: (_x, y, g) => y * g },
  ],
  Sigmoid: [
    { words: "the derivative is y, without the factor 1 − y", slope: (_x, y, g) => g * y },
    { words: "the derivative is 1 − y, without the factor y", slope: (_x, y, g) => g * (1 - y) },
  ],
  Tanh: [
    { words: "the derivative is 1 − y instead of 1 − y²", slope: (_x, y, g) => g * (1 - y) },
    { words: "the derivative is 1 − x² instead of 1 − y²", slope: (x, _y, g) => g * (1 - x * x) },
    { words: "the derivative is that of a sigmoid, y(1 − y)", slope: (_x, y, g) => g * y * (1 - y) },
  ],
  Square: [{ words: "the factor 2 of the derivative is missing", slope: (x, _y, g) => x * g }],
  Sqrt: [{ words: "the ½ of the derivative is missing", slope: (_x, y, g) => g / y }],
}

/** What an activation may have been taken for. */
const OTHERS: { readonly [kind: string]: readonly AnyOp[] } = {
  ReLU: [withAttrs(LeakyReLU, { negative_slope: 0.01 })],
  LeakyReLU: [ReLU],
  Sigmoid: [Tanh],
  Tanh: [Sigmoid],
  GELU: [ReLU],
  SiLU: [ReLU, Sigmoid],
}
const MASKED = new Set(["ReLU", "ReLU6", "LeakyReLU", "PReLU", "Hardtanh", "Clamp"])

export const activationMistakes: MistakeRule = function* ({ op, at, outputs }): Generator<Mistake> {
  if (!isPointwise(op) || !sameShape(one(at.inputs.input).shape, one(outputs.output).shape)) return
  const derivative = MASKED.has(op.kind)
    ? "the mask is missing, the gradient passes where the input was negative, too"
    : "the derivative is missing, the gradient passes as it came"
  yield { words: derivative, phase: "backward", op: back(op, "input", ({ grad }) => one(grad.output)) }
  for (const { words, slope } of SLOPES[op.kind] ?? []) {
    const rule = back(op, "input", ({ inputs, outputs, grad }) => {
      const [x, y, g] = [one(inputs.input), one(outputs.output), one(grad.output)]
      return {
        shape: x.shape,
        data: Float64Array.from(x.data, (value, i) => slope(value, y.data[i] ?? 0, g.data[i] ?? 0)),
      }
    })
    yield { words, phase: "backward", op: rule }
  }
  const atOutput = givenBack(op, (context) => {
    const y = outputs.output
    return y === undefined ? context : { ...context, inputs: { ...context.inputs, input: y } }
  })
  yield { words: "the derivative was taken at the output, not at the input", phase: "backward", op: atOutput }
  yield leftOut(op)
  for (const other of OTHERS[op.kind] ?? [])
    yield { words: `${other.title} was used instead of ${op.title}`, phase: "forward", op: other }
  if (op.kind === "GELU") {
    const approximate = at.attrs.approximate === "tanh" ? "none" : "tanh"
    const words =
      approximate === "tanh"
        ? "GELU by tanh was used, not the exact one"
        : "the exact GELU was used, not the one by tanh"
    yield { words, phase: "forward", op: withAttrs(op, { approximate }) }
  }
  yield {
    words: "it was applied twice",
    phase: "forward",
    op: given(
      op,
      withArrow("input", () => one(outputs.output)),
    ),
  }
}

function leftOut(op: AnyOp): Mistake {
  const identity = withForward(op, ({ inputs }) => one(inputs.input), { input: ({ grad }) => one(grad.output) })
  return { words: "it was left out", phase: "forward", op: identity }
}

function isPointwise({ shelf, inputs, params, kind }: AnyOp): boolean {
  if (/Softmax$/.test(kind) || kind === "Identity") return false
  return (
    (shelf === "activation" || shelf === "maths") &&
    Object.keys(inputs).join() === "input" &&
    Object.keys(params).length === 0
  )
}

/** Dropout that is on in evaluation or off in training, is not rescaled, or passes every gradient. */
export const dropoutMistakes: MistakeRule = function* ({ op, at }): Generator<Mistake> {
  if (!op.kind.startsWith("Dropout")) return
  const train = at.mode === "train"
  const words = train ? "nothing was dropped, as in evaluation" : "numbers were dropped, as in training"
  yield { words, phase: "forward", op: given(op, (context) => ({ ...context, mode: train ? "eval" : "train" })) }
  if (train) {
    const rescale = at.attrs.rescale !== true
    const scale = rescale ? "what is kept was divided by 1 − p" : "what is kept was not divided by 1 − p"
    yield { words: scale, phase: "forward", op: withAttrs(op, { rescale }) }
  }
  yield { words: "the mask is missing", phase: "backward", op: back(op, "input", ({ grad }) => one(grad.output)) }
  const unscaled = back(op, "input", ({ grad, outputs }) =>
    broadcast2(one(grad.output), one(outputs.mask), (g, m) => g * m),
  )
  yield { words: "the gradient was not divided by 1 − p", phase: "backward", op: unscaled }
}
