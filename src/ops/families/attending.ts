// The sizes of multi-head attention, and what is wrong where they do not fit.

import { dim, formatShape, type Shape } from "../../tensor/tensor.ts"
import type { Axes } from "../axisNames.ts"
import { isProblem, type ShapeProblem } from "../op.ts"

/** Places of queries and of keys, batch, features, heads. */
export interface AttentionSizes {
  readonly l: number
  readonly s: number
  readonly n: number
  readonly d: number
  readonly h: number
}
interface Shapes {
  readonly query: Shape
  readonly key: Shape
  readonly value: Shape
  readonly attn_mask: Shape | undefined
}
interface At {
  readonly attrs: { readonly num_heads: number; readonly batch_first: boolean; readonly is_causal: boolean }
  readonly shapes: Shapes
}
type Trouble = ShapeProblem<keyof Shapes | "num_heads" | "is_causal">

/** Sizes, if queries, keys, values, mask and heads fit. */
export function attentionSizes(at: At): AttentionSizes | Trouble {
  const sizes = fittingSizes(at)
  return isProblem(sizes) ? sizes : (runProblem(at, sizes) ?? sizes)
}

/** What forbids running where queries, keys and values fit: heads that do not divide, a mask of another shape. */
export function runProblem(at: At, sizes: AttentionSizes): Trouble | null {
  return headProblem(sizes) ?? maskProblem(at, sizes)
}

/** Sizes, if queries, keys and values fit. */
export function fittingSizes(at: At): AttentionSizes | Trouble {
  const { query, key, value } = at.shapes
  if (query.length !== 2 && query.length !== 3) {
    const expected = at.attrs.batch_first ? "N×L×E or L×E" : "L×N×E or L×E"
    return trouble("query", `the query is ${formatShape(query)}, but attention takes ${expected}`, query, expected)
  }
  const misfit = keyProblem(at)
  // The query alone says how many features are projected.
  if (misfit !== null) return { ...misfit, learnsAlike: true }
  const [places, batch] = at.attrs.batch_first ? [1, 0] : [0, 1]
  const flat = query.length === 2
  const sizes = {
    l: dim(query, flat ? 0 : places),
    s: dim(key, flat ? 0 : places),
    n: flat ? 1 : dim(query, batch),
    d: dim(query, -1),
    h: at.attrs.num_heads,
  }
  if (value.join() !== key.join()) {
    const expected = formatShape(key)
    const sentence = `the value is ${formatShape(value)}, but the key is ${expected}; they must agree`
    return { ...trouble("value", sentence, value, expected), learnsAlike: true }
  }
  return sizes
}

/** L×N×E, or N×L×E with batch_first, or L×E; heads lie behind the batch in one axis. */
export function attentionAxes({ attrs, shapes }: At) {
  const alone = shapes.query.length === 2
  const placesFirst: Axes = ["sequence", alone ? null : "batch", "features"]
  const places: Axes = alone
    ? ["sequence", "features"]
    : attrs.batch_first
      ? ["batch", "sequence", "features"]
      : placesFirst
  const heads = { merged: [alone ? null : "batch", null] } as const
  const scores: Axes = [heads, "sequence", "sequence"]
  const split: Axes = [heads, "sequence", "features"]
  const averaged: Axes = alone ? ["sequence", "sequence"] : ["batch", "sequence", "sequence"]
  const mask = shapes.attn_mask === undefined ? undefined : scores.slice(-shapes.attn_mask.length)
  return {
    inputs: { query: places, key: places, value: places, attn_mask: mask },
    outputs: {
      output: places,
      attn_weights: averaged,
      q: split,
      k: split,
      v: split,
      weights: scores,
      joined: placesFirst,
    },
  }
}

function keyProblem({ shapes: { query, key }, attrs }: At): Trouble | null {
  const places = query.length === 2 || !attrs.batch_first ? 0 : 1
  const fits = key.length === query.length && key.every((n, axis) => axis === places || n === query[axis])
  if (fits) return null
  const expected = query.map((n, axis) => (axis === places ? "S" : n)).join("×")
  return trouble(
    "key",
    `the key is ${formatShape(key)}, but for the query ${formatShape(query)} it must be ${expected}`,
    key,
    expected,
  )
}

function headProblem({ d, h }: AttentionSizes): Trouble | null {
  if (d % h === 0) return null
  const sentence = `num_heads is ${h}, but ${d} features do not divide into ${h} heads (${d}/${h} = ${(d / h).toFixed(2)})`
  return { at: "num_heads", sentence, found: String(h), expected: `a divisor of ${d}` }
}

function maskProblem({ shapes: { attn_mask }, attrs }: At, { l, s, n, h }: AttentionSizes): Trouble | null {
  if (attn_mask === undefined) return null
  if (attrs.is_causal)
    return { at: "is_causal", sentence: "is_causal is set and attn_mask is wired; use one of the two" }
  const allowed = [formatShape([l, s]), formatShape([n * h, l, s])]
  if (allowed.includes(formatShape(attn_mask))) return null
  const expected = allowed.join(" or ")
  return trouble(
    "attn_mask",
    `attn_mask is ${formatShape(attn_mask)}, but the scores need ${expected}`,
    attn_mask,
    expected,
  )
}

function trouble(at: keyof Shapes, sentence: string, found: Shape, expected: string): Trouble {
  return { at, sentence, found: formatShape(found), expected }
}
