// Attention: an average of values with the softmax of the scores for weights, and its gradients:
// dV = Aᵀ dY, dQ = c Δ K, dK = c Δᵀ Q, with Δ the gradient at the scores.

import { addressOf } from "../../../tensor/address.ts"
import { map } from "../../../tensor/elementwise.ts"
import { attentionBackward } from "../../../tensor/net/attention.ts"
import { dropoutScale } from "../../../tensor/net/dropout.ts"
import { castTo, dim, full, type Shape, type Tensor, zerosLike } from "../../../tensor/tensor.ts"
import { finish } from "../../../tensor/work.ts"
import type { Factor, LitCells, Term } from "../terms/explanation.ts"
import { type LocalNode, outputOf } from "../terms/local.ts"
import { texNumber } from "../terms/worked.ts"
import {
  addressWords,
  attrNumber,
  broadcastCell,
  type GradientAt,
  held,
  inputFactor,
  isThere,
  type Known,
  type KnownRule,
  litInput,
  madeFactor,
  outputFactor,
  productOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

const WRITTEN = 4

export const attention: KnownRule = {
  value: (at) => (at.port === "output" ? average(at) : at.port === "attn_weights" ? weight(at) : null),
  gradient: (at) => {
    if (at.port === "value") return throughWeights(at)
    return at.port === "query" || at.port === "key" ? throughScores(at, at.port) : null
  },
}

/** Y[…, l, v] = Σ_s A[…, l, s] V[…, s, v]. */
function average({ local, cell }: ValueAt): Known {
  const address = addressOf(outputShape(local, "output"), cell.index)
  const [lead, l, v] = split(address)
  const keys = dim(outputShape(local, "attn_weights"), -1)
  const terms = Array.from({ length: keys }, (_, s): Term => {
    const a = broadcastCell(outputShape(local, "attn_weights"), [...lead, l, s])
    const b = broadcastCell(held(local, "value").shape, [...lead, s, v])
    return productOf(outputFactor(local, "attn_weights", a), inputFactor(local, "value", b), kept(local, a))
  })
  return {
    words: `An average of ${keys} values, weighted by how well the query matches each key.`,
    terms,
    worked: null,
  }
}

/** What dropout makes of a weight; null where there is none. */
function kept(local: LocalNode, cell: number): Factor | null {
  const drop = dropOf(local)
  if (drop.shape.length === 0) return null
  return madeFactor(drop.data[cell] === 0 ? "dropped" : "kept, scaled", drop.data[cell] ?? 0)
}

/** What the weights are multiplied by: a scaled dropout mask, or a single 1. */
function dropOf(local: LocalNode): Tensor {
  const mask = outputOf(local, "mask")
  if (mask === null || mask.shape.length === 0) return full([], 1, "float64")
  const scale = dropoutScale(attrNumber(local, "dropout_p"))
  return map(mask, (m) => m * scale)
}

/** A[…, l, s] = e^score / Σ e^score over the keys. */
function weight({ local, cell, name, number }: ValueAt): Known {
  const shape = outputShape(local, "attn_weights")
  const address = addressOf(shape, cell.index)
  const [lead, l, own] = split(address)
  const scores = Array.from({ length: dim(shape, -1) }, (_, s) => scoreOf(local, lead, l, s))
  const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
  // Large scores are taken relative to the largest, as the softmax itself does.
  const shift = Math.abs(largest) > 100 ? largest : 0
  const powers = scores.map((score) => Math.exp(score - shift))
  const sum = powers.reduce((whole, power) => whole + power, 0)
  const [score = Number.NaN, power = Number.NaN] = [scores[own], powers[own]]
  const q = inputFactor(local, "query", broadcastCell(held(local, "query").shape, [...lead, l, 0]))
  const told = `e^score${addressWords(shape, cell.index)}`
  const write = (x: number): string => `e^{${texNumber(x, false)}}`
  const listed = scores.slice(0, WRITTEN).map(write)
  const below = [...listed, ...(scores.length > WRITTEN ? ["\\cdots"] : [])].join(" + ")
  const seen = scores.flatMap((one, s) => (one === Number.NEGATIVE_INFINITY ? [] : [s]))
  return {
    words:
      hidden(local, l, own) ??
      "Softmax of the scores of one query; a score is the scaled product of query and key, with the mask added.",
    terms: [productOf(madeFactor(told, power, q), madeFactor("1/Σ e^score", 1 / sum))],
    worked: `${name} = \\frac{${write(score)}}{${below}} = ${texNumber(number, false)}`,
    lit: [
      rowsOf(local, "query", [[...lead, l]]),
      rowsOf(
        local,
        "key",
        seen.map((s) => [...lead, s]),
      ),
      ...maskOf(local, lead, l, seen),
    ],
  }
}

/** Said of a weight that is 0 by decree. */
function hidden({ context }: LocalNode, l: number, s: number): string | null {
  return context.attrs.is_causal === true && s > l
    ? `Hidden: query ${l} may not look at key ${s}, which comes later.`
    : null
}

function maskOf(local: LocalNode, lead: readonly number[], l: number, seen: readonly number[]): readonly LitCells[] {
  if (!isThere(local, "attn_mask")) return []
  const { shape } = held(local, "attn_mask")
  const cells = seen.map((s) => broadcastCell(shape, [...lead, l, s]))
  return [litInput(local, "attn_mask", cells)]
}

function scoreOf(local: LocalNode, lead: readonly number[], l: number, s: number): number {
  if (local.context.attrs.is_causal === true && s > l) return Number.NEGATIVE_INFINITY
  const [q, k] = [held(local, "query"), held(local, "key")]
  let product = 0
  for (let e = 0; e < dim(q.shape, -1); e++) {
    const a = q.data[broadcastCell(q.shape, [...lead, l, e])] ?? Number.NaN
    product += a * (k.data[broadcastCell(k.shape, [...lead, s, e])] ?? Number.NaN)
  }
  const mask = isThere(local, "attn_mask") ? held(local, "attn_mask") : null
  return scaleOf(local) * product + (mask?.data[broadcastCell(mask.shape, [...lead, l, s])] ?? 0)
}

function scaleOf(local: LocalNode): number {
  const { scale } = local.context.attrs
  return typeof scale === "number" ? scale : 1 / Math.sqrt(dim(held(local, "query").shape, -1))
}

function rowsOf(local: LocalNode, port: string, rows: readonly (readonly number[])[]): LitCells {
  const { shape } = held(local, port)
  const features = Array.from({ length: dim(shape, -1) }, (_, e) => e)
  const cells = rows.flatMap((row) => features.map((e) => broadcastCell(shape, [...row, e])))
  return litInput(local, port, cells)
}

/** dV[…, s, v] = Σ A[…, l, s] dY[…, l, v], over queries and over whatever V was broadcast to. */
function throughWeights(at: GradientAt): Known | null {
  const { local, cell } = at
  const value = held(local, "value")
  const upstream = at.upstream("output")
  if (upstream === undefined) return null
  const [, s, own] = split(addressOf(value.shape, cell.index))
  const terms = Array.from(upstream.data.keys()).flatMap((j): readonly Term[] => {
    const [lead, l, v] = split(addressOf(upstream.shape, j))
    if (v !== own || broadcastCell(value.shape, [...lead, s, v]) !== cell.index) return []
    const a = broadcastCell(outputShape(local, "attn_weights"), [...lead, l, s])
    return [productOf(upstreamFactor(at, "output", j), outputFactor(local, "attn_weights", a), kept(local, a))]
  })
  return {
    words: "What came back to each query's average, times the weight that this value had in it.",
    terms,
    worked: null,
  }
}

/** dQ[…, l, e] = c Σ_s Δ[…, l, s] K[…, s, e], and dK the other way round. */
function throughScores(at: GradientAt, port: "query" | "key"): Known | null {
  const { local, cell } = at
  const partner = port === "query" ? "key" : "query"
  const [own, other] = [held(local, port), held(local, partner)]
  const delta = scoreGradients(at)
  if (delta === null) return null
  const e = cell.index % dim(own.shape, -1)
  const c = madeFactor("scale c", scaleOf(local))
  const queries: (readonly number[])[] = []
  const terms = Array.from(delta.data.keys()).flatMap((j): readonly Term[] => {
    const [lead, l, s] = split(addressOf(delta.shape, j))
    const [row, met] = port === "query" ? [l, s] : [s, l]
    if (broadcastCell(own.shape, [...lead, row, e]) !== cell.index) return []
    queries.push([...lead, l])
    const k = broadcastCell(other.shape, [...lead, met, e])
    const words = `∂L/∂score${addressWords(delta.shape, j)}`
    const score = madeFactor(words, delta.data[j] ?? Number.NaN, outputFactor(local, "attn_weights", j))
    return [productOf(score, inputFactor(local, partner, k), c)]
  })
  const lit = ["output", "attn_weights"].flatMap((name) => rowsBack(at, name, queries))
  return { words: `The gradient at each score, times the ${partner} that made it.`, terms, worked: null, lit }
}

/** What came back to an output of each query. */
function rowsBack({ local, upstream }: GradientAt, port: string, queries: readonly (readonly number[])[]) {
  const { shape } = upstream(port) ?? {}
  if (shape === undefined) return []
  const cells = queries.flatMap((row) =>
    Array.from({ length: dim(shape, -1) }, (_, v) => broadcastCell(shape, [...row, v])),
  )
  return [{ name: `${local.node.id}:${port}`, side: "gradient" as const, cells: new Set(cells) }]
}

/** ∂L/∂scores; null where nothing came back. */
function scoreGradients({ local, upstream }: GradientAt): Tensor | null {
  const [output, weights] = [outputOf(local, "output"), outputOf(local, "attn_weights")]
  const back = (port: string): Tensor | undefined => {
    const tensor = upstream(port)
    return tensor && castTo(tensor, "float64")
  }
  if (output === null || weights === null) return null
  const [q, k, v] = [held(local, "query"), held(local, "key"), held(local, "value")]
  const grad = back("output") ?? zerosLike(output)
  const common = { q, k, v, weights, drop: dropOf(local), scale: scaleOf(local) }
  return finish(attentionBackward({ ...common, grad, gradDropped: undefined, gradWeights: back("attn_weights") }))
    .scores
}

function outputShape(local: LocalNode, port: string): Shape {
  return outputOf(local, port)?.shape ?? []
}

/** Leading axes, and the last two. */
function split(address: readonly number[]): readonly [readonly number[], number, number] {
  return [address.slice(0, -2), address.at(-2) ?? 0, address.at(-1) ?? 0]
}
