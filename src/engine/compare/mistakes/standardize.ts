// The pieces of a batch norm that is drawn node by node: Standardize and ScaleShift, and what their gradients lose.

import type { AnyOp } from "../../../ops/op.ts"
import { broadcast2, sumTo } from "../../../tensor/broadcast.ts"
import { sameShape, type Tensor } from "../../../tensor/tensor.ts"
import { back, type Mistake, type MistakeRule, one, rightBack, withForward } from "./mistake.ts"

/** Z = (x − μ)/√(σ² + ε) with μ and σ² from elsewhere. */
export const standardizeMistakes: MistakeRule = function* ({ op, at }): Generator<Mistake> {
  if (op.kind !== "Standardize") return
  const eps = Number(at.attrs.eps)
  const whole = (f: (d: number, v: number) => number, centred = true): AnyOp =>
    withForward(op, ({ inputs }) => {
      const x = centred ? minus(one(inputs.x), one(inputs.mean)) : one(inputs.x)
      return broadcast2(x, one(inputs.variance), f)
    })
  yield {
    words: "it is divided by σ² + ε, not by the root of it",
    phase: "value",
    op: whole((d, v) => d / (v + eps)),
  }
  yield { words: "ε is added to σ, outside the root", phase: "value", op: whole((d, v) => d / (Math.sqrt(v) + eps)) }
  yield { words: "it is not divided by the deviation", phase: "value", op: whole((d) => d) }
  yield { words: "the mean is not subtracted", phase: "value", op: whole((d, v) => d / Math.sqrt(v + eps), false) }
  const power = (p: number): AnyOp =>
    back(op, "variance", (at) => {
      const { x, mean, variance } = at.inputs
      const pieces = broadcast2(one(at.grad.output), minus(one(x), one(mean)), (g, d) => -0.5 * g * d)
      return sumTo(
        broadcast2(pieces, one(variance), (a, v) => a * (v + eps) ** p),
        one(variance).shape,
      )
    })
  yield { words: "∂L/∂σ² has the power −1 instead of −3/2", phase: "backward", op: power(-1) }
  yield { words: "∂L/∂σ² has the power −1/2 instead of −3/2", phase: "backward", op: power(-0.5) }
  yield {
    words: "∂L/∂σ² has lost its factor ½",
    phase: "backward",
    op: back(op, "variance", (at) =>
      broadcast2(rightBack(op, "variance", at), rightBack(op, "variance", at), (a) => 2 * a),
    ),
  }
}

/** ∂L/∂γ without what it is multiplied by. */
export const scaleMistakes: MistakeRule = function* ({ op, at, pass, node }): Generator<Mistake> {
  if (op.kind !== "ScaleShift") return
  const sum = back(op, "gamma", ({ grad, inputs }) => sumTo(one(grad.output), one(inputs.gamma).shape))
  yield { words: "∂L/∂γ was formed without x̂: it is the sum for β", phase: "backward", op: sum }
  const source = node.sources.get("x")
  if (source == null || !("node" in source)) return
  const before = pass.contexts.get(source.node)?.inputs.x
  if (before === undefined || !("shape" in before) || !sameShape(before.shape, one(at.inputs.x).shape)) return
  const raw = back(op, "gamma", ({ grad, inputs }) =>
    sumTo(
      broadcast2(one(grad.output), before, (g, x) => g * x),
      one(inputs.gamma).shape,
    ),
  )
  yield { words: "∂L/∂γ was formed with X instead of the normalised x̂", phase: "backward", op: raw }
}

function minus(a: Tensor, b: Tensor): Tensor {
  return broadcast2(a, b, (x, y) => x - y)
}
