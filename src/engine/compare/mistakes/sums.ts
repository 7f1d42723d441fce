// Sums, products and forks: a summand or factor left out, a matrix transposed, parts joined in the other order, and the piece
// of one wire that never came back.

import { isList } from "../../../graph/analysis/shapes.ts"
import { placeName } from "../../../graph/wire.ts"
import { map } from "../../../tensor/elementwise.ts"
import { transposeLast } from "../../../tensor/permute.ts"
import { sameShape, zerosLike } from "../../../tensor/tensor.ts"
import {
  back,
  given,
  givenBack,
  type Mistake,
  type MistakeRule,
  one,
  rightBack,
  withArrow,
  withAttrs,
} from "./mistake.ts"

const NEUTRAL: {
  readonly [kind: string]: { readonly word: string; readonly number: number; readonly arrows: readonly string[] }
} = {
  Add: { word: "summand", number: 0, arrows: ["a", "b"] },
  Sub: { word: "term", number: 0, arrows: ["a", "b"] },
  Mul: { word: "factor", number: 1, arrows: ["a", "b"] },
  Div: { word: "divisor", number: 1, arrows: ["b"] },
}

export const sumMistakes: MistakeRule = function* ({ op, at, node }): Generator<Mistake> {
  const { word, number, arrows } = NEUTRAL[op.kind] ?? { word: "", number: 0, arrows: [] }
  for (const arrow of arrows) {
    const source = node.sources.get(arrow)
    const from = source == null || isList(source) ? arrow : source.node
    const words = `the ${word} ${arrow} (${from}) is missing`
    yield {
      words,
      phase: "forward",
      op: given(
        op,
        withArrow(arrow, (tensor) => map(tensor, () => number)),
      ),
    }
  }
  if (op.kind === "Sub") {
    yield {
      words: "b was added, not subtracted",
      phase: "forward",
      op: given(
        op,
        withArrow("b", (b) => map(b, (x) => -x)),
      ),
    }
    yield {
      words: "the minus before b is missing",
      phase: "backward",
      op: back(op, "b", (context) => map(rightBack(op, "b", context), (g) => -g)),
    }
  }
  if (op.kind === "MatMul") {
    for (const arrow of ["a", "b"]) {
      const tensor = one(at.inputs[arrow])
      if (tensor.shape.length < 2 || !sameShape(transposeLast(tensor).shape, tensor.shape)) continue
      const turned = withArrow(arrow, transposeLast)
      yield { words: `the matrix ${arrow} is transposed`, phase: "forward", op: given(op, turned) }
      yield { words: `the matrix ${arrow} is transposed`, phase: "backward", op: givenBack(op, turned) }
    }
  }
}

/** Attention without its scale, or with another mask. */
export const attentionMistakes: MistakeRule = function* ({ op, at }): Generator<Mistake> {
  if (op.kind !== "ScaledDotProductAttention") return
  yield { words: "the scores are not divided by √E", phase: "forward", op: withAttrs(op, { scale: 1 }) }
  const causal = at.attrs.is_causal !== true
  if (at.inputs.attn_mask === undefined)
    yield {
      words: causal ? "each query sees only the keys before it (causal)" : "the causal mask is missing",
      phase: "forward",
      op: withAttrs(op, { is_causal: causal }),
    }
}

/** At a fork, the piece that this node sends back along one wire. */
export const forkMistakes: MistakeRule = function* ({ op, node, pass }): Generator<Mistake> {
  for (const wire of pass.analysis.entering.get(node.id) ?? []) {
    const { port, index } = wire.to
    const siblings = (pass.analysis.leaving.get(wire.from.node) ?? []).filter(
      (other) => placeName(other.from) === placeName(wire.from),
    )
    if (siblings.length < 2 || index !== undefined || !op.backward[port]) continue
    const words = `the piece along the wire from ${wire.from.node} to its ${port} is missing`
    yield {
      words,
      phase: "backward",
      op: back(op, port, (at) => zerosLike(rightBack(op, port, at))),
      lacks: placeName(wire.from),
    }
  }
}
