// Scaled dot-product attention over stacks of matrices, and the split of features into heads.

import { broadcast2, broadcastTo, sumTo } from "../broadcast.ts"
import { map, zip } from "../elementwise.ts"
import { matmul, matmulGradA, matmulGradB } from "../matrix/matmul.ts"
import { permute, transposeLast } from "../permute.ts"
import { dim, reshape, type Shape, type Tensor } from "../tensor.ts"
import { stepwise } from "../work.ts"
import { softmax, softmaxBackward } from "./softmax.ts"

/** How scores are made of products. */
interface Scoring {
  readonly scale: number
  /** Added to the scores; broadcasts. */
  readonly mask: Tensor | undefined
  /** Query i sees keys 0 … i only. */
  readonly causal: boolean
}

/** softmax(scale · q kᵀ + mask) over the keys: q is […, L, E], k is […, S, E], the answer […, L, S]. */
export function* attentionWeights(q: Tensor, k: Tensor, scoring: Scoring): Generator<void, Tensor, void> {
  const { scale, mask, causal } = scoring
  const products = yield* stepwise(matmul(q, transposeLast(k)))
  const scaled = map(products, (s) => s * scale)
  const scores = mask === undefined ? scaled : broadcast2(scaled, mask, (s, m) => s + m)
  if (causal) hideFuture(scores)
  return softmax(scores, -1)
}

/** What came back to scores, queries, keys and values. */
export interface AttentionGradients {
  /** ∂L/∂(scale · q kᵀ + mask). */
  readonly scores: Tensor
  readonly q: Tensor
  readonly k: Tensor
  readonly v: Tensor
}

/** What attention worked with, and what came back to it. */
interface AttentionPass {
  readonly q: Tensor
  readonly k: Tensor
  readonly v: Tensor
  /** The softmax. */
  readonly weights: Tensor
  /** What the weights were multiplied by before they met v: a scaled dropout mask, or 1. */
  readonly drop: Tensor
  readonly scale: number
  /** ∂L/∂(dropped weights · v). */
  readonly grad: Tensor
  /** What else came back to the dropped weights. */
  readonly gradDropped: Tensor | undefined
  /** What else came back to the softmax. */
  readonly gradWeights: Tensor | undefined
}

/** All gradients of output = (drop ⊙ weights) · v. */
export function* attentionBackward(pass: AttentionPass): Generator<void, AttentionGradients, void> {
  const { q, k, v, weights, drop, scale, grad } = pass
  const dropped = broadcast2(weights, drop, (w, d) => w * d)
  const through = yield* stepwise(matmulGradA(grad, dropped, v))
  const toDropped = pass.gradDropped === undefined ? through : zip(through, pass.gradDropped, (a, b) => a + b)
  const behind = broadcast2(toDropped, drop, (g, d) => g * d)
  const toWeights = pass.gradWeights === undefined ? behind : zip(behind, pass.gradWeights, (a, b) => a + b)
  const scores = softmaxBackward(weights, toWeights, -1)
  const products = map(scores, (g) => g * scale)
  const keys = transposeLast(k)
  return {
    scores,
    q: yield* stepwise(matmulGradA(products, q, keys)),
    k: transposeLast(yield* stepwise(matmulGradB(products, q, keys))),
    v: yield* stepwise(matmulGradB(grad, dropped, v)),
  }
}

/** A port's tensor as [L, N, E]: from [L, E], or from [N, L, E] if `batchFirst`. */
export function placesFirst(x: Tensor, batchFirst: boolean): Tensor {
  if (x.shape.length === 2) return reshape(x, [dim(x.shape, 0), 1, dim(x.shape, 1)])
  return batchFirst ? permute(x, [1, 0, 2]) : x
}

/** The way back: [L, N, E] as the port's `shape`. */
export function asGiven(x: Tensor, shape: Shape, batchFirst: boolean): Tensor {
  return shape.length === 3 && batchFirst ? permute(x, [1, 0, 2]) : reshape(x, shape)
}

/** [L, N, h·d] → [N·h, L, d]. */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [length, batch, features] = [dim(x.shape, 0), dim(x.shape, 1), dim(x.shape, 2)]
  return permute(reshape(x, [length, batch * heads, features / heads]), [1, 0, 2])
}

/** [N·h, L, d] → [L, N, h·d]. */
export function joinHeads(x: Tensor, heads: number): Tensor {
  const [stack, length, features] = [dim(x.shape, 0), dim(x.shape, 1), dim(x.shape, 2)]
  return reshape(permute(x, [1, 0, 2]), [length, stack / heads, heads * features])
}

/** [N·h, L, S] → [N, L, S], the average over heads. */
export function averageHeads(x: Tensor, heads: number): Tensor {
  const [stack, length, keys] = [dim(x.shape, 0), dim(x.shape, 1), dim(x.shape, 2)]
  const apart = reshape(x, [stack / heads, heads, length, keys])
  const sum = sumTo(apart, [stack / heads, 1, length, keys])
  return reshape(
    map(sum, (s) => s / heads),
    [stack / heads, length, keys],
  )
}

function hideFuture(scores: Tensor): void {
  const [queries, keys] = [dim(scores.shape, -2), dim(scores.shape, -1)]
  for (let row = 0; row * keys < scores.data.length; row++) {
    const i = row % queries
    for (let j = i + 1; j < keys; j++) scores.data[row * keys + j] = Number.NEGATIVE_INFINITY
  }
}

/** The transpose of `averageHeads`: [N, L, S] (or [L, S]) → [N·h, L, S], each head a share of 1/h. */
export function repeatHeads(g: Tensor, shape: Shape, heads: number): Tensor {
  const [stack, length, keys] = [dim(shape, 0), dim(shape, 1), dim(shape, 2)]
  const shares = map(reshape(g, [stack / heads, 1, length, keys]), (x) => x / heads)
  return reshape(broadcastTo(shares, [stack / heads, heads, length, keys]), shape)
}
