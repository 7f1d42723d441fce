// The three projections of multi-head attention, which share one weight: its first E rows make queries, the next keys, the
// last values. Forward, and the way back to each input and to the weight.

import { asRows, linear } from "../../tensor/matrix/linear.ts"
import { matmul } from "../../tensor/matrix/matmul.ts"
import { asGiven, placesFirst, splitHeads } from "../../tensor/net/attention.ts"
import { rowsOf, stacked } from "../../tensor/net/rows.ts"
import { transposeLast } from "../../tensor/permute.ts"
import { dim, reshape, type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { stepwise } from "../../tensor/work.ts"

interface Layout {
  readonly attrs: { readonly batch_first: boolean }
}
interface Inputs extends Layout {
  readonly inputs: { readonly query: Tensor; readonly key: Tensor; readonly value: Tensor }
}
interface Weight {
  readonly params: { readonly in_proj_weight: Tensor }
}
interface Projected {
  /** ∂L/∂Q, ∂L/∂K and ∂L/∂V as rows of E features. */
  readonly shared: { readonly projected: readonly Tensor[] }
}

/** Queries, keys and values of `heads` heads: [Q, K, V] = [X_Q W_Qᵀ, X_K W_Kᵀ, X_V W_Vᵀ] + b. */
export function* headsOf(
  at: Inputs & { readonly params: { readonly in_proj_weight: Tensor; readonly in_proj_bias: Tensor | null } },
  heads: number,
): Generator<void, readonly [q: Tensor, k: Tensor, v: Tensor], void> {
  const { in_proj_weight, in_proj_bias } = at.params
  const d = dim(in_proj_weight.shape, 1)
  const split: Tensor[] = []
  for (const [part, x] of inputsOf(at).entries()) {
    const weight = rowsOf(in_proj_weight, part * d, (part + 1) * d)
    const bias = in_proj_bias === null ? null : thirdOf(in_proj_bias, part)
    split.push(splitHeads(yield* linear(placesFirst(x, at.attrs.batch_first), weight, bias), heads))
  }
  const [q, k, v] = split
  if (q === undefined || k === undefined || v === undefined) throw new Error("three projections were made")
  return [q, k, v]
}

/** ∂L/∂X = ∂L/∂Q · W_Q for the query (part 0), and so on. */
export function* intoInput(at: Layout & Projected & Weight, part: number, shape: Shape): Generator<void, Tensor, void> {
  const d = dim(shape, -1)
  const weight = rowsOf(at.params.in_proj_weight, part * d, (part + 1) * d)
  const dx = yield* stepwise(matmul(partOf(at.shared.projected, part), weight))
  const batch = shape.length === 2 ? 1 : dim(shape, at.attrs.batch_first ? 0 : 1)
  return asGiven(reshape(dx, [sizeOf(shape) / batch / d, batch, d]), shape, at.attrs.batch_first)
}

/** ∂L/∂W = (∂L/∂Q)ᵀ X_Q, and below it the same of keys and values. */
export function* intoWeight(at: Inputs & Projected & Weight): Generator<void, Tensor, void> {
  const parts: Tensor[] = []
  for (const [part, x] of inputsOf(at).entries()) {
    const grad = transposeLast(partOf(at.shared.projected, part))
    parts.push(yield* stepwise(matmul(grad, asRows(placesFirst(x, at.attrs.batch_first)))))
  }
  return stacked(parts, at.params.in_proj_weight, at.params.in_proj_weight.shape)
}

function inputsOf({ inputs }: Inputs): readonly Tensor[] {
  return [inputs.query, inputs.key, inputs.value]
}

function partOf(parts: readonly Tensor[], part: number): Tensor {
  const found = parts[part]
  if (found === undefined) throw new Error(`there are three projections, not ${part}`)
  return found
}

function thirdOf(bias: Tensor, part: number): Tensor {
  const d = bias.data.length / 3
  return { shape: [d], data: bias.data.subarray(part * d, (part + 1) * d) }
}
