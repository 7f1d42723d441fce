// Multi-head attention: what the heads found, side by side in H, projected: y = H W_Oᵀ + b_O. The weights that are shown are
// the average over heads.

import { addressOf, flatIndex } from "../../../tensor/address.ts"
import type { Shape, Tensor } from "../../../tensor/tensor.ts"
import type { LitCells } from "../terms/explanation.ts"
import { type LocalNode, outputOf } from "../terms/local.ts"
import {
  broadcastCell,
  held,
  inputFactor,
  isThere,
  type Known,
  type KnownRule,
  litInput,
  madeFactor,
  productOf,
  shareOf,
  type ValueAt,
} from "./known.ts"

export const multihead: KnownRule = {
  value: (at) => (at.port === "output" ? projected(at) : at.port === "attn_weights" ? averaged(at) : null),
}

/** Where a query stands: its place, its sample and how many features and heads there are. */
interface Query {
  readonly local: LocalNode
  readonly l: number
  readonly n: number
  readonly d: number
  readonly heads: number
}

/** The flat index of place `l`, sample `n`, feature `e` of an input of the query's layout. */
function cellAt({ local: { context }, n }: Query, shape: Shape, l: number, e: number): number {
  if (shape.length === 2) return flatIndex(shape, [l, e])
  return flatIndex(shape, context.attrs.batch_first === true ? [n, l, e] : [l, n, e])
}

function projected({ local, cell }: ValueAt): Known | null {
  const joined = outputOf(local, "joined")
  if (joined === null) return null
  const { shape } = held(local, "query")
  const [first = 0, second = 0, third = 0] = addressOf(shape, cell.index)
  const batchFirst = local.context.attrs.batch_first === true
  const [l, n, e] =
    shape.length === 2 ? [first, 0, second] : batchFirst ? [second, first, third] : [first, second, third]
  const query: Query = { local, l, n, d: shape.at(-1) ?? 1, heads: Number(local.context.attrs.num_heads) }
  const features = Array.from({ length: query.d }, (_, i) => i)
  const seen = keysSeen(query)
  const terms = features.map((i) => {
    const found = joined.data[flatIndex(joined.shape, [l, n, i])] ?? Number.NaN
    const value = inputFactor(local, "value", cellAt(query, held(local, "value").shape, seen[0] ?? 0, 0))
    const weight = inputFactor(local, "out_proj_weight", e * query.d + i)
    return productOf(
      madeFactor(`head ${Math.floor((i * query.heads) / query.d)}, H[${l}, ${n}, ${i}]`, found, value),
      weight,
    )
  })
  const bias = isThere(local, "out_proj_bias") ? [productOf(inputFactor(local, "out_proj_bias", e))] : []
  return {
    words: `What ${query.heads === 1 ? "the head" : `the ${query.heads} heads`} found for this query, projected.`,
    terms: [...terms, ...bias],
    worked: null,
    lit: litBy(query, seen, ["query", "key", "value"]),
  }
}

/** The keys that a query may look at. */
function keysSeen({ local, l }: Query): readonly number[] {
  const length = outputOf(local, "weights")?.shape[2] ?? 0
  const all = Array.from({ length }, (_, s) => s)
  return local.context.attrs.is_causal === true ? all.filter((s) => s <= l) : all
}

const THIRDS = ["query", "key", "value"] as const

/** Rows of the inputs, the projections that made them, and the mask. */
function litBy(query: Query, seen: readonly number[], ports: readonly (typeof THIRDS)[number][]): readonly LitCells[] {
  const { local, l, d } = query
  const features = Array.from({ length: d }, (_, e) => e)
  const inputs = ports.map((port) => {
    const { shape } = held(local, port)
    const rows = port === "query" ? [l] : seen
    return litInput(
      local,
      port,
      rows.flatMap((row) => features.map((e) => cellAt(query, shape, row, e))),
    )
  })
  const thirds = ports.map((port) => THIRDS.indexOf(port))
  const block = (third: number, size: number) => Array.from({ length: size }, (_, i) => third * size + i)
  const weights = litInput(
    local,
    "in_proj_weight",
    thirds.flatMap((third) => block(third, d * d)),
  )
  // The same added to every score of a query changes no softmax: the keys' bias has no effect.
  const biases = isThere(local, "in_proj_bias")
    ? [
        litInput(
          local,
          "in_proj_bias",
          thirds.filter((third) => third !== 1).flatMap((third) => block(third, d)),
        ),
      ]
    : []
  return [...inputs, weights, ...biases, ...mask(query, seen)]
}

function mask({ local, l, n, heads }: Query, seen: readonly number[]): readonly LitCells[] {
  if (!isThere(local, "attn_mask")) return []
  const { shape } = held(local, "attn_mask")
  const each = shape.length === 2 ? [0] : Array.from({ length: heads }, (_, h) => n * heads + h)
  const cells = each.flatMap((h) => seen.map((s) => broadcastCell(shape, [h, l, s])))
  return [litInput(local, "attn_mask", cells)]
}

function averaged({ local, cell }: ValueAt): Known | null {
  const [weights, shown] = [outputOf(local, "weights"), outputOf(local, "attn_weights")]
  if (weights === null || shown === null) return null
  const address = addressOf(shown.shape, cell.index)
  const [n, l, s] = shown.shape.length === 2 ? [0, ...address] : address
  const query: Query = {
    local,
    l: l ?? 0,
    n: n ?? 0,
    d: held(local, "query").shape.at(-1) ?? 1,
    heads: Number(local.context.attrs.num_heads),
  }
  const from = inputFactor(local, "query", cellAt(query, held(local, "query").shape, query.l, 0))
  const terms = Array.from({ length: query.heads }, (_, h) => {
    const at = [query.n * query.heads + h, query.l, s ?? 0]
    const weight = madeFactor(`weight in head ${h}`, weights.data[flatIndex(weights.shape, at)] ?? Number.NaN, from)
    return productOf(weight, kept(local, weights, at), shareOf(query.heads))
  })
  return {
    words: "How much the query looks at this key: the softmax of each head, averaged over heads.",
    terms,
    worked: null,
    lit: litBy(query, keysSeen(query), ["query", "key"]),
  }
}

/** What dropout makes of a weight; null where there is none. */
function kept(local: LocalNode, weights: Tensor, at: readonly number[]) {
  const drop = outputOf(local, "mask")
  if (drop === null || drop.shape.length === 0) return null
  const stays = drop.data[flatIndex(weights.shape, at)] !== 0
  const p = Number(local.context.attrs.dropout)
  return madeFactor(stays ? "kept, scaled" : "dropped", stays ? 1 / (1 - p) : 0)
}
