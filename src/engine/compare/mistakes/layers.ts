// Layers with a weight: its bias or scale left out, the weight flipped or transposed, in both directions or on the way back
// alone, and the wrong tensor in the weight's gradient.

import { isList } from "../../../graph/analysis/shapes.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { map } from "../../../tensor/elementwise.ts"
import { permute, transposeLast } from "../../../tensor/permute.ts"
import { sameShape, type Tensor, zerosLike } from "../../../tensor/tensor.ts"
import { flipped } from "../rerun/moving.ts"
import {
  back,
  given,
  givenBack,
  type Mistake,
  type MistakeRule,
  one,
  rightBack,
  type Suspect,
  withArrow,
} from "./mistake.ts"

export const weightMistakes: MistakeRule = function* (suspect): Generator<Mistake> {
  const { op, at } = suspect
  const zero = (name: string): AnyOp => given(op, withArrow(name, zerosLike))
  for (const name of ["bias", "beta"]) {
    if (at.params[name] != null || at.inputs[name] !== undefined)
      yield { words: `the ${name} is missing`, phase: "forward", op: zero(name) }
  }
  for (const name of ["gamma", "weight"]) {
    const scales = name === "gamma" || /Norm/.test(op.kind)
    if (!scales || (at.params[name] == null && at.inputs[name] === undefined)) continue
    const ones = withArrow(name, (tensor) => map(tensor, () => 1))
    yield { words: `the scale (${name}) is missing`, phase: "forward", op: given(op, ones) }
    yield { words: `the scale (${name}) is missing`, phase: "backward", op: givenBack(op, ones) }
  }
  const weight = at.params.weight
  if (weight == null || !/^(Linear|Conv)/.test(op.kind)) return
  for (const { words, change } of otherWeights(op, weight)) {
    const other = withArrow("weight", change)
    yield { words, phase: "forward", op: given(op, other) }
    yield { words, phase: "backward", op: givenBack(op, other) }
  }
  yield* fromBefore(suspect)
}

function* otherWeights(
  op: AnyOp,
  weight: Tensor,
): Generator<{ readonly words: string; readonly change: (weight: Tensor) => Tensor }> {
  const { shape } = weight
  if (/^Conv/.test(op.kind)) {
    const axes = shape.map((_, axis) => axis).slice(2)
    yield { words: "the kernel is flipped (turned by 180°)", change: (w) => flipped(w, axes) }
    if (shape[0] === shape[1] && shape[0] !== 1) {
      const dims = shape.map((_, axis) => (axis === 0 ? 1 : axis === 1 ? 0 : axis))
      yield { words: "the weight has its input and output channels exchanged", change: (w) => permute(w, dims) }
    }
  }
  if (sameShape(transposeLast(weight).shape, shape)) {
    const words = /^Conv/.test(op.kind) ? "the kernel is transposed" : "the weight is transposed"
    yield { words, change: transposeLast }
  }
}

/** ∂L/∂W with what the op in front was given instead of what it answered: the number before a ReLU, say. */
function* fromBefore({ node, op, pass }: Suspect): Generator<Mistake> {
  const source = node.sources.get("input")
  if (source === undefined || source === null || isList(source)) return
  const before = pass.analysis.nodes.get(source.node)
  const held = pass.contexts.get(source.node)?.inputs.input
  const own = pass.outputs.get(source.node)?.[source.port]
  if (before?.op?.shelf !== "activation" || held === undefined || own === undefined) return
  if (!sameShape(one(held).shape, one(own).shape)) return
  const rule = back(op, "weight", (at) =>
    rightBack(op, "weight", { ...at, inputs: { ...at.inputs, input: one(held) } }),
  )
  yield {
    words: `the weight's gradient is formed with the input of ${source.node} instead of its output`,
    phase: "backward",
    op: rule,
  }
}
