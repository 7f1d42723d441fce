// Means and variances: a sum for a mean, n − 1 for n, a root, other axes, and divisors forgotten on the way back.

import { reducedAxes } from "../../../ops/families/reduction.ts"
import { type AnyOp, isProblem } from "../../../ops/op.ts"
import { Mean } from "../../../ops/reduce/Mean.ts"
import { Sum } from "../../../ops/reduce/Sum.ts"
import { map } from "../../../tensor/elementwise.ts"
import { countOver } from "../../../tensor/reduce.ts"
import { sameShape } from "../../../tensor/tensor.ts"
import { finish } from "../../../tensor/work.ts"
import {
  back,
  given,
  type Mistake,
  type MistakeRule,
  one,
  rightBack,
  type Suspect,
  withAttrs,
  withForward,
} from "./mistake.ts"

export const reductionMistakes: MistakeRule = function* (suspect): Generator<Mistake> {
  const { op, at } = suspect
  if (op.shelf !== "reduce" || at.attrs.dim === undefined) return
  const dim = at.attrs.dim
  const list = Array.isArray(dim) ? dim.map(Number) : dim === null ? null : [Number(dim)]
  const n = countOver(
    one(at.inputs.input).shape,
    reducedAxes({
      attrs: { dim: list, keepdim: at.attrs.keepdim === true },
      shapes: { input: one(at.inputs.input).shape },
    }),
  )
  if (op.kind === "Mean") yield* meanMistakes(op, n)
  if (op.kind === "Sum") yield { words: `it is a mean, divided by n = ${n}`, phase: "forward", op: Mean }
  if (op.kind === "Var" || op.kind === "Std") yield* spreadMistakes(op, Number(at.attrs.correction), n)
  yield* otherAxes(suspect)
}

function* meanMistakes(op: AnyOp, n: number): Generator<Mistake> {
  yield { words: `it is a sum, not divided by n = ${n}`, phase: "forward", op: Sum }
  yield {
    words: `the gradient is not divided by n = ${n}`,
    phase: "backward",
    op: back(op, "input", (at) => map(rightBack(op, "input", at), (g) => g * n)),
  }
  yield {
    words: `it is divided by n − 1 = ${n - 1} instead of n = ${n}`,
    phase: "value",
    op: withForward(op, (at) => map(one(finish(op.forward(at)).output), (m) => (m * n) / (n - 1))),
  }
}

function* spreadMistakes(op: AnyOp, correction: number, n: number): Generator<Mistake> {
  const name = op.kind === "Std" ? "deviation" : "variance"
  const other = 1 - correction
  if (correction === 0 || correction === 1) {
    const words = `the ${name} is divided by ${other === 1 ? "n − 1 instead of n" : "n instead of n − 1"}`
    const changed = withAttrs(op, { correction: other })
    yield { words, phase: "forward", op: changed }
    yield { words: `${words}, forward alone`, phase: "forward", op: { ...op, forward: changed.forward } }
    yield { words: `${words}, on the way back alone`, phase: "backward", op: { ...op, backward: changed.backward } }
  }
  const whole = (f: (v: number) => number): AnyOp => withForward(op, (at) => map(one(finish(op.forward(at)).output), f))
  if (op.kind === "Var") {
    yield { words: "it is the deviation: the root was taken", phase: "value", op: whole(Math.sqrt) }
    yield {
      words: "it is the sum of squares, not divided by their number",
      phase: "value",
      op: whole((v) => v * (n - correction)),
    }
    yield {
      words: "the factor 2 of the derivative is missing",
      phase: "backward",
      op: back(op, "input", (at) => map(rightBack(op, "input", at), (g) => g / 2)),
    }
    yield {
      words: "the gradient is not divided by n",
      phase: "backward",
      op: back(op, "input", (at) => map(rightBack(op, "input", at), (g) => g * (n - correction))),
    }
  } else yield { words: "it is the variance: the root is missing", phase: "value", op: whole((s) => s * s) }
  const squares = given(Mean, (at) => ({
    ...at,
    inputs: { ...at.inputs, input: map(one(at.inputs.input), (x) => x * x) },
  }))
  if (op.kind === "Var")
    yield {
      words: "the mean of the squares was taken without subtracting the mean",
      phase: "value",
      op: { ...op, forward: squares.forward },
    }
}

/** Over another axis, where the shape does not tell. */
function* otherAxes({ op, at, outputs }: Suspect): Generator<Mistake> {
  const { shape } = one(at.inputs.input)
  if (at.attrs.dim === null) return
  for (const axis of shape.keys()) {
    for (const dim of [axis, [axis]]) {
      const attrs = { ...at.attrs, dim }
      if (Array.isArray(at.attrs.dim) !== Array.isArray(dim)) continue
      if ([at.attrs.dim].flat().length !== 1 || Number([at.attrs.dim].flat()[0]) === axis) continue
      const answer = op.shape({ ...at, attrs })
      if (isProblem(answer) || !sameShape(Object(answer.output), one(outputs.output).shape)) continue
      yield { words: `it runs over axis ${axis}`, phase: "forward", op: withAttrs(op, { dim }) }
    }
  }
}
