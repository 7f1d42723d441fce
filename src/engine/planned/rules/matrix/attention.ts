// Scaled dot-product attention over stacks of matrices, forward and back: products, with rows of weights between them.

import { type Copy, filled, turnedRound } from "../../../../kernels/copy.ts"
import { scaledBy, softRows, softRowsBack } from "../../../../kernels/matrix/attention.ts"
import { accumulated } from "../../../../kernels/moves/accumulate.ts"
import { roundedUp } from "../../../../kernels/planes.ts"
import { dropoutScale } from "../../../../tensor/net/dropout.ts"
import { type Shape, sizeOf, stridesOf } from "../../../../tensor/tensor.ts"
import { broadcastStrides } from "../../../../tensor/walk.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous, type Draft, type Drafted } from "../../draft/draft.ts"
import { drawMask } from "../../draft/masks.ts"
import type { Site } from "../../draft/rule.ts"
import { type Matrices, multiply, multiplyAndSum, turned } from "./multiply.ts"

/** Matrices of a stack: floats from one to the next along each of its axes. */
export interface Stacked extends Matrices {
  readonly steps: readonly number[]
}

/** What attends to what. */
export interface Attention {
  /** Axes of the scores before queries and keys, and those of the output, which may be more. */
  readonly scores: Shape
  readonly lead: Shape
  readonly queries: number
  readonly keys: number
  /** Features of queries and keys, and of values. */
  readonly features: number
  readonly found: number
  readonly scale: number
  readonly causal: boolean
  /** Probability that a weight is dropped; null where none is. */
  readonly drop: number | null
  readonly q: Stacked
  readonly k: Stacked
  /** Of the output's axes. */
  readonly v: Stacked
  readonly mask: Drafted | null
}

/** Weights, as rows with room for whole vectors. */
export interface Attended {
  readonly weights: Buffer
  /** What v was multiplied by: the same, or what is left of it. */
  readonly dropped: Buffer
  /** 1 where a weight is kept, as a document has it; null where all are. */
  readonly kept: Drafted | null
  readonly floats: number
}

/** Shape of the scores. */
export function scoresShape({ scores, queries, keys }: Attention): Shape {
  return [...scores, queries, keys]
}

/** Steps of the weights along the axes of the output. */
function weightSteps(at: Attention): readonly number[] {
  const matrix = at.queries * roundedUp(at.keys)
  return broadcastStrides(at.scores, at.lead).map((step) => step * matrix)
}

/** Steps along the axes of the scores. */
function scoreSteps({ scores, queries, keys }: Attention): readonly number[] {
  return stridesOf(scores).map((step) => step * queries * roundedUp(keys))
}

function loopsOf(shape: Shape, a: readonly number[], b: readonly number[], c: readonly number[]) {
  return shape.map((count, axis) => ({ count, a: a[axis] ?? 0, b: b[axis] ?? 0, c: c[axis] ?? 0 }))
}

/** Adds the steps that find the weights. */
export function attend(site: Pick<Site, "draft" | "node">, at: Attention): Attended {
  const { draft } = site
  const { queries, keys, features, scale, causal, scores } = at
  const floats = sizeOf(scores) * queries * roundedUp(keys)
  const weights = draft.buffer(floats)
  const sizes = { rows: queries, depth: features, columns: keys }
  const stack = loopsOf(scores, at.q.steps, at.k.steps, scoreSteps(at))
  const c = { buffer: weights, row: roundedUp(keys) }
  multiply(draft, { what: "scores", ...sizes, a: at.q, b: turned(at.k), c, stack })
  const mask = at.mask === null ? null : maskRows(draft, at, at.mask)
  const soft = {
    stack: scores.map((count, axis) => ({ count, mask: mask?.steps[axis] ?? 0 })),
    ...{ rows: queries, columns: keys, scale, causal, masked: mask !== null },
  }
  draft.call("softmax of scores", softRows(draft.module, soft), [weights, mask?.buffer ?? weights])
  if (at.drop === null) return { weights, dropped: weights, kept: null, floats }
  const kept = drawMask(draft, site.node.id, scoresShape(at), at.drop)
  const dropped = draft.buffer(floats)
  keep(draft, at, weights, kept, dropped)
  return { weights, dropped, kept, floats }
}

/** What is found: dropped weights · v, into matrices of the output's axes. */
export function find(draft: Draft, at: Attention, { dropped }: Attended, y: Stacked): void {
  const a = { buffer: dropped, row: roundedUp(at.keys), column: 1 }
  const stack = loopsOf(at.lead, weightSteps(at), at.v.steps, y.steps)
  multiply(draft, { what: "found", rows: at.queries, depth: at.keys, columns: at.found, a, b: at.v, c: y, stack })
}

/** The mask as rows with room for whole vectors, repeated along rows and columns, not along the axes before them. */
function maskRows(draft: Draft, at: Attention, mask: Drafted): { buffer: Buffer; steps: readonly number[] } {
  const [rows, keys] = [at.queries, at.keys]
  const before = broadcastStrides(mask.shape, scoresShape(at))
  const lead = before.slice(0, -2)
  const own = at.scores.map((count, axis) => (lead[axis] === 0 ? 1 : count))
  const matrix = rows * roundedUp(keys)
  const steps = stridesOf(own).map((step, axis) => (own[axis] === 1 ? 0 : step * matrix))
  const buffer = draft.buffer(sizeOf(own) * matrix)
  const loops = [
    ...own.map((count, axis) => ({ count, from: lead[axis] ?? 0, to: steps[axis] ?? 0 })),
    { count: rows, from: before.at(-2) ?? 0, to: roundedUp(keys) },
    { count: keys, from: before.at(-1) ?? 0, to: 1 },
  ]
  draft.copy("rows of the mask", { from: 0, to: 0, loops }, draft.flat(mask), buffer)
  return { buffer, steps }
}

/** Rows of a tensor as a document has it, and as rows with room for whole vectors. */
function rowCopy({ scores, queries, keys }: Pick<Attention, "scores" | "queries" | "keys">): Copy {
  const loops = [
    { count: sizeOf(scores) * queries, from: keys, to: roundedUp(keys) },
    { count: keys, from: 1, to: 1 },
  ]
  return { from: 0, to: 0, loops }
}

/** to = kept weights · 1/(1 − p). */
function keep(draft: Draft, at: Attention, from: Buffer, kept: Drafted, to: Buffer): void {
  const floats = sizeOf(at.scores) * at.queries * roundedUp(at.keys)
  const flat = draft.flat(kept)
  const rows = at.keys % 4 === 0 ? flat : draft.buffer(floats)
  if (rows !== flat) draft.copy("rows of the mask", rowCopy(at), flat, rows)
  const kernel = scaledBy(draft.module, floats, dropoutScale(at.drop ?? 0), true)
  draft.call("drop weights", kernel, [from, rows, to])
}

/** What came back, and where what goes on is put: matrices with the steps of q, k and v. */
export interface AttentionBack {
  readonly g: Stacked
  /** Added to what came back to the dropped weights, and to the weights, before the rest goes on. */
  readonly toDropped?: (rows: Buffer) => void
  readonly toWeights?: (rows: Buffer) => void
  readonly q: Stacked | null
  readonly k: Stacked | null
  readonly v: Stacked | null
  /** Whether the scores' own gradient is asked for. */
  readonly scores: boolean
}

/** Adds the steps of the way back; answers the gradient of the scores as rows, where it is asked for. */
export function attendBack(draft: Draft, at: Attention, made: Attended, back: AttentionBack): Buffer | null {
  const row = roundedUp(at.keys)
  if (back.v !== null) {
    const a = turned({ buffer: made.dropped, row, column: 1 })
    const stack = loopsOf(at.lead, weightSteps(at), back.g.steps, back.v.steps)
    const sizes = { rows: at.keys, depth: at.queries, columns: at.found }
    multiplyAndSum(draft, { what: "found, values", ...sizes, a, b: back.g, c: back.v, stack })
  }
  if (back.q === null && back.k === null && !back.scores) return null
  const rows = backToWeights(draft, at, made, back)
  const scores = back.scores ? draft.buffer(made.floats) : null
  const soft = (scale: number, to: Buffer): void => {
    const kernel = softRowsBack(draft.module, sizeOf(at.scores) * at.queries, at.keys, scale)
    draft.call("softmax of scores, back", kernel, [rows, made.weights, to])
  }
  if (scores !== null) soft(1, scores)
  soft(at.scale, rows)
  backToParts(draft, at, { buffer: rows, row, column: 1 }, back)
  return scores
}

/** What came back to the weights, as rows. */
function backToWeights(draft: Draft, at: Attention, made: Attended, back: AttentionBack): Buffer {
  const rows = draft.buffer(made.floats)
  const stack = loopsOf(at.lead, back.g.steps, at.v.steps, weightSteps(at))
  const sizes = { rows: at.queries, depth: at.found, columns: at.keys }
  const c = { buffer: rows, row: roundedUp(at.keys) }
  multiplyAndSum(draft, { what: "found, weights", ...sizes, a: back.g, b: turned(at.v), c, stack })
  back.toDropped?.(rows)
  if (made.kept !== null) keep(draft, at, rows, made.kept, rows)
  back.toWeights?.(rows)
  return rows
}

/** From the products to queries and keys. */
function backToParts(draft: Draft, at: Attention, change: Matrices, { q, k }: AttentionBack): void {
  const { queries, keys, features: columns, scores } = at
  if (q !== null) {
    const stack = loopsOf(scores, scoreSteps(at), at.k.steps, q.steps)
    const sizes = { rows: queries, depth: keys, columns }
    multiplyAndSum(draft, { what: "scores, queries", ...sizes, a: change, b: at.k, c: q, stack })
  }
  if (k !== null) {
    const stack = loopsOf(scores, scoreSteps(at), at.q.steps, k.steps)
    const sizes = { rows: keys, depth: queries, columns }
    multiplyAndSum(draft, { what: "scores, keys", ...sizes, a: turned(change), b: at.q, c: k, stack })
  }
}

/** Σ over repeated axes of rows with room for whole vectors, as a tensor that broadcasts to them. */
export function summedRows(draft: Draft, at: Attention, rows: Buffer, shape: Shape): Drafted {
  const all = scoresShape(at)
  const [to, lead] = [broadcastStrides(shape, all), scoreSteps(at)]
  const from = [...lead, roundedUp(at.keys), 1]
  const loops = all.map((count, axis) => ({ count, from: from[axis] ?? 0, to: to[axis] ?? 0 }))
  const sum = draft.buffer(sizeOf(shape))
  draft.call("zeros", filled(draft.module, sum.bytes / 4, 0), [sum])
  draft.call("sum rows", accumulated(draft.module, { from: 0, to: 0, loops }), [rows, sum])
  return contiguous(shape, sum)
}

/** Adds a tensor that broadcasts to the scores, times a factor, to rows with room for whole vectors. */
export function addToRows(draft: Draft, at: Attention, tensor: Drafted, factor: number, rows: Buffer): void {
  const flat = draft.flat(tensor)
  const scaled = factor === 1 ? flat : draft.buffer(sizeOf(tensor.shape))
  const kernel = scaledBy(draft.module, scaled.bytes / 4, factor, false)
  if (scaled !== flat) draft.call("share", kernel, [flat, flat, scaled])
  const all = scoresShape(at)
  const from = broadcastStrides(tensor.shape, all)
  const to = [...scoreSteps(at), roundedUp(at.keys), 1]
  const loops = all.map((count, axis) => ({ count, from: from[axis] ?? 0, to: to[axis] ?? 0 }))
  draft.call("add to weights", accumulated(draft.module, { from: 0, to: 0, loops }), [scaled, rows])
}

/** The weights as a document has them. */
export function asDocument(draft: Draft, at: Attention, rows: Buffer): Drafted {
  const shape = scoresShape(at)
  const flat = draft.buffer(sizeOf(shape))
  draft.copy("copy", turnedRound(rowCopy(at)), rows, flat)
  return contiguous(shape, flat)
}
