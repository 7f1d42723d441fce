// Losses: a sum for a mean, a mean over the batch alone, softmax twice or along the batch, a target that was forgotten.

import { L1Loss } from "../../../ops/loss/L1Loss.ts"
import { MSELoss } from "../../../ops/loss/MSELoss.ts"
import { NLLLoss } from "../../../ops/loss/NLLLoss.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { map, zip } from "../../../tensor/elementwise.ts"
import { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from "../../../tensor/net/softmax.ts"
import { sameShape } from "../../../tensor/tensor.ts"
import { finish } from "../../../tensor/work.ts"
import {
  back,
  given,
  type Mistake,
  type MistakeRule,
  one,
  rightBack,
  withArrow,
  withAttrs,
  withForward,
} from "./mistake.ts"

export const lossMistakes: MistakeRule = function* ({ op, at }): Generator<Mistake> {
  const { reduction } = at.attrs
  if (op.shelf !== "loss") return
  if (reduction === "mean")
    yield { words: "the losses were summed, not averaged", phase: "forward", op: withAttrs(op, { reduction: "sum" }) }
  if (reduction === "sum")
    yield { words: "the losses were averaged, not summed", phase: "forward", op: withAttrs(op, { reduction: "mean" }) }
  if (reduction === "mean" && op.kind !== "CrossEntropyLoss" && op.kind !== "NLLLoss") {
    const words = `the sum was divided by the ${one(at.inputs.input).shape[0] ?? 1} examples, not by all numbers`
    yield { words, phase: "forward", op: withAttrs(op, { reduction: "batchmean" }) }
  }
  const names = Object.keys(op.inputs)
  if (op.kind === "CrossEntropyLoss") yield* classMistakes(op, one(at.inputs.input).shape.length)
  if (op.kind === "MSELoss") {
    const sided = (arrow: string) => halfSlope(op, arrow)
    yield {
      words: "the factor 2 of the derivative is missing",
      phase: "backward",
      op: { ...op, backward: { ...op.backward, ...sided("input"), ...sided("target") } },
    }
    yield { words: "the absolute difference was used, not its square", phase: "forward", op: L1Loss }
  }
  if (op.kind === "L1Loss") yield { words: "the square of the difference was used", phase: "forward", op: MSELoss }
  if (names.includes("target") && sameShapes(at.inputs)) {
    const turned = (arrow: string) => ({
      [arrow]: (context: Parameters<typeof rightBack>[2]) => map(rightBack(op, arrow, context), (g) => -g),
    })
    yield {
      words: "the difference was taken the other way round, target − input",
      phase: "backward",
      op: { ...op, backward: { ...op.backward, ...turned("input") } },
    }
  }
}

function halfSlope(op: AnyOp, arrow: string): AnyOp["backward"] {
  return { [arrow]: (at) => map(rightBack(op, arrow, at), (g) => g / 2) }
}

function sameShapes(inputs: Parameters<typeof rightBack>[2]["inputs"]): boolean {
  return sameShape(one(inputs.input).shape, one(inputs.target).shape)
}

function* classMistakes(op: AnyOp, rank: number): Generator<Mistake> {
  const axis = rank === 1 ? 0 : 1
  const shares = withArrow("input", (scores) => softmax(scores, axis))
  const twice = back(given(op, shares), "input", (at) => {
    const p = softmax(one(at.inputs.input), axis)
    return softmaxBackward(p, rightBack(op, "input", { ...at, inputs: { ...at.inputs, input: p } }), axis)
  })
  yield { words: "softmax was applied before the loss, which applies it itself", phase: "forward", op: twice }
  if (rank === 2) {
    const logs = withArrow("input", (scores) => logSoftmax(scores, 0))
    const overBatch = back(given(NLLLoss, logs), "input", (at) => {
      const y = logSoftmax(one(at.inputs.input), 0)
      return logSoftmaxBackward(y, rightBack(NLLLoss, "input", { ...at, inputs: { ...at.inputs, input: y } }), 0)
    })
    yield { words: "softmax runs over the batch instead of the classes", phase: "forward", op: overBatch }
  }
  // (p − y)/n and −y/n, the gradient of the negative log-likelihood, differ by p/n.
  const withoutTarget = back(op, "input", (at) =>
    zip(rightBack(op, "input", at), rightBack(NLLLoss, "input", at), (whole, target) => whole - target),
  )
  yield {
    words: "the target was not subtracted: the gradient is p/n instead of (p − y)/n",
    phase: "backward",
    op: withoutTarget,
  }
  const twos = withForward(op, (at) => map(one(finish(op.forward(at)).output), (loss) => loss / Math.LN2), {
    input: (at) => map(rightBack(op, "input", at), (g) => g / Math.LN2),
  })
  yield { words: "the logarithm is the one with base 2", phase: "forward", op: twos }
}
