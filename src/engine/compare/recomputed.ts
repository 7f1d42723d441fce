// Mistakes that only show when the node is asked again: a flipped or transposed weight, a bias left out, n − 1 within a
// normalisation, no ε, other padding.

import { map } from "../../tensor/elementwise.ts"
import { transposeLast } from "../../tensor/permute.ts"
import { countOver } from "../../tensor/reduce.ts"
import { sameShape, sizeOf, type Tensor, zerosLike } from "../../tensor/tensor.ts"
import { type Arrow, arrowsOf, type LocalNode, outputOf, tensorOn, withTensor } from "../explain/local.ts"
import { sentBack, smallNode, withAttrs } from "./local.ts"
import { flipped } from "./moving.ts"
import { normalizedView } from "./normalized.ts"
import { outputAt } from "./place.ts"
import type { Candidate, CauseRule, Subject } from "./subject.ts"

interface Variant {
  readonly words: string
  readonly local: LocalNode | null
}

/** The value of an output, or the piece that one wire brings back, from the node as somebody may have had it. */
export const recomputed: CauseRule = function* (subject) {
  const asked = askOf(subject)
  if (asked === null) return
  for (const { words, local } of variantsOf(asked.local)) {
    const tensor = local === null ? null : asked.answer(local)
    if (tensor !== null && sameShape(tensor.shape, subject.ours.shape)) yield { words, tensor }
  }
}

/** The same op with one cell more or less of padding: another shape, so it is tried before shapes are matched. */
export function* otherPadding(subject: Subject): Generator<Candidate> {
  const asked = subject.side === "value" ? askOf(subject) : null
  const padding = asked?.local.context.attrs.padding
  if (asked === null || !Array.isArray(padding)) return
  for (const by of [-1, 1]) {
    const other = padding.map((n: unknown) => Number(n) + by)
    if (other.some((n) => !(n >= 0))) continue
    const local = withAttrs(asked.local, { padding: other })
    const tensor = local === null ? null : asked.answer(local)
    if (tensor !== null) yield { words: `The padding is ${other[0]} instead of ${Number(padding[0])}.`, tensor }
  }
}

interface Ask {
  readonly local: LocalNode
  readonly answer: (local: LocalNode) => Tensor | null
}

function askOf({ analysis, result, name, side }: Subject): Ask | null {
  const output = outputAt(analysis, name)
  if (side === "value") {
    const local = output === null ? null : smallNode(analysis, result, output.node)
    if (local === null || output === null) return null
    return { local, answer: (other) => outputOf(other, output.port, output.index) }
  }
  const wires = analysis.wires.filter(
    ({ id, from }) => result.wires.has(id) && (id === name || `${from.node}:${from.port}` === name),
  )
  const [wire] = wires
  if (wire === undefined || wires.length > 1) return null
  const local = smallNode(analysis, result, wire.to.node)
  const { port, index } = wire.to
  const arrow: Arrow = index === undefined ? { name: port } : { name: port, index }
  return local === null ? null : { local, answer: (other) => sentBack(other, arrow, result) }
}

function* variantsOf(local: LocalNode): Generator<Variant> {
  const { attrs } = local.context
  const { kind } = local.node.op
  for (const arrow of arrowsOf(local)) {
    const tensor = tensorOn(local, arrow)
    const put = (other: Tensor): LocalNode | null => withTensor(local, arrow, other)
    if (arrow.name === "bias" || arrow.name === "beta")
      yield { words: `The ${arrow.name} is missing.`, local: put(zerosLike(tensor)) }
    if (arrow.name === "gamma" || (arrow.name === "weight" && /Norm/.test(kind)))
      yield { words: `The scale (${arrow.name}) is missing.`, local: put(map(tensor, () => 1)) }
    if (arrow.name !== "weight") continue
    yield* weightVariants(kind, tensor, put)
  }
  if (attrs.correction === 0 || attrs.correction === 1) yield otherCorrection(local, attrs.correction)
  if (typeof attrs.eps === "number" && attrs.eps > 0)
    yield { words: "ε is missing.", local: withAttrs(local, { eps: 0 }) }
  const unbiased = unbiasedNorm(local)
  if (unbiased !== null) yield { words: "It is normalised by the variance with n − 1 instead of n.", local: unbiased }
}

function* weightVariants(kind: string, weight: Tensor, put: (weight: Tensor) => LocalNode | null): Generator<Variant> {
  const { shape } = weight
  if (/^Conv/.test(kind)) {
    const axes = shape.map((_, axis) => axis).slice(2)
    yield { words: "The kernel is flipped (turned by 180°).", local: put(flipped(weight, axes)) }
  }
  if (shape.length < 2) return
  const turned = transposeLast(weight)
  if (sameShape(turned.shape, shape)) yield { words: "The weight is transposed.", local: put(turned) }
}

function otherCorrection(local: LocalNode, correction: number): Variant {
  const words =
    correction === 0
      ? "The variance is divided by n − 1 instead of n."
      : "The variance is divided by n instead of n − 1."
  return { words, local: withAttrs(local, { correction: 1 - correction }) }
}

/**
 * With r = n/(n − 1): √(r σ² + ε) = √r · √(σ² + ε/r), so the same op with ε/r and its weight divided by √r. Null for ops
 * without a weight.
 */
function unbiasedNorm(local: LocalNode): LocalNode | null {
  const view = normalizedView(local)
  const weight = local.context.params.weight
  const { eps } = local.context.attrs
  if (view === null || weight == null || typeof eps !== "number") return null
  const n = countOver(view.shape, view.axes)
  if (n < 2 || sizeOf(weight.shape) === 0) return null
  const r = n / (n - 1)
  const other = withTensor(
    local,
    { name: "weight" },
    map(weight, (x) => x / Math.sqrt(r)),
  )
  return other && withAttrs(other, { eps: eps / r })
}
