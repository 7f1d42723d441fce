// Softmax along another axis, without its sum, for its logarithm, and with half of its derivative.

import { LogSoftmax } from "../../../ops/activation/LogSoftmax.ts"
import { Softmax } from "../../../ops/activation/Softmax.ts"
import { axisOf } from "../../../ops/families/axes.ts"
import { map, zip } from "../../../tensor/elementwise.ts"
import { softmax, softmaxBackward } from "../../../tensor/net/softmax.ts"
import { reshape, type Tensor } from "../../../tensor/tensor.ts"
import { back, type Mistake, type MistakeRule, one, withAttrs, withForward } from "./mistake.ts"

export const softmaxMistakes: MistakeRule = function* ({ op, at }): Generator<Mistake> {
  if (op.kind !== "Softmax" && op.kind !== "LogSoftmax") return
  const x = one(at.inputs.input)
  const axis = axisOf(x.shape, Number(at.attrs.dim))
  for (const other of x.shape.keys()) {
    if (other === axis || x.shape.length < 2) continue
    const words = `it runs over axis ${other} instead of axis ${axis}`
    yield { words, phase: "forward", op: withAttrs(op, { dim: other }) }
  }
  if (x.shape.length > 1) yield { words: "it runs over all numbers at once", phase: "forward", op: overAll }
  if (op.kind === "LogSoftmax") {
    yield { words: "the logarithm is missing: softmax was used", phase: "forward", op: Softmax }
    return
  }
  yield { words: "the logarithm was taken: log-softmax was used", phase: "forward", op: LogSoftmax }
  const plain = withForward(op, ({ inputs }) => map(one(inputs.input), Math.exp), {
    input: ({ inputs, grad }) => zip(one(inputs.input), one(grad.output), (z, g) => Math.exp(z) * g),
  })
  yield { words: "it is not divided by the sum of the exponentials", phase: "forward", op: plain }
  yield {
    words: "it was left out",
    phase: "forward",
    op: withForward(op, ({ inputs }) => one(inputs.input), { input: ({ grad }) => one(grad.output) }),
  }
  yield {
    words: "only the diagonal of its derivative was used, y(1 − y): each output depends on every input",
    phase: "backward",
    op: back(op, "input", ({ outputs, grad }) => zip(one(outputs.output), one(grad.output), (y, g) => y * (1 - y) * g)),
  }
  yield {
    words: "the sum over the other outputs is missing",
    phase: "backward",
    op: back(op, "input", ({ outputs, grad }) => zip(one(outputs.output), one(grad.output), (y, g) => y * g)),
  }
  yield {
    words: "the derivative is missing, the gradient passes as it came",
    phase: "backward",
    op: back(op, "input", ({ grad }) => one(grad.output)),
  }
}

const flat = (tensor: Tensor): Tensor => reshape(tensor, [tensor.data.length])
const overAll = withForward(
  Softmax,
  ({ inputs }) => reshape(softmax(flat(one(inputs.input)), 0), one(inputs.input).shape),
  {
    input: ({ outputs, grad }) =>
      reshape(softmaxBackward(flat(one(outputs.output)), flat(one(grad.output)), 0), one(grad.output).shape),
  },
)
