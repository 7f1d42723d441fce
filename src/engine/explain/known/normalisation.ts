// Batch and layer normalisation: y = γ (x − μ)/s + β with s = √(σ² + ε), and with g = γ ∂L/∂y
// ∂L/∂x = (g − mean g − z · mean(g z))/s, z = (x − μ)/s, over the n cells that share μ and σ².

import { views } from "../../../ops/normalized.ts"
import { addressOf } from "../../../tensor/address.ts"
import { type Around, around } from "../../../tensor/axis.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import type { Factor, LitCells, Term } from "../explanation.ts"
import { type LocalNode, outputOf } from "../local.ts"
import { cellOn, cellWords } from "../names.ts"
import { texNumber } from "../worked.ts"
import {
  attrNumber,
  type GradientAt,
  held,
  inputFactor,
  isThere,
  type Known,
  type KnownRule,
  largestTerms,
  madeFactor,
  productOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

export const normalisation: KnownRule = {
  value,
  gradient: (at) => {
    const upstream = at.upstream("output")
    if (upstream === undefined) return null
    return at.port === "input" ? throughInput(at, upstream) : throughParam(at, upstream)
  },
}

interface Norm {
  readonly local: LocalNode
  readonly x: Tensor
  /** Cells of one place along its axis share a mean. */
  readonly set: Around
  /** Cells of one place along its axis share γ and β. */
  readonly scale: Around
  readonly mean: Tensor | null
  readonly variance: Tensor | null
  readonly eps: number
  /** Mean and variance are the set's own, and move with x. */
  readonly moves: boolean
}

function normOf(local: LocalNode): Norm {
  const x = held(local, "input")
  const { attrs, mode } = local.context
  const { normalized_shape, track_running_stats } = attrs
  const layer = Array.isArray(normalized_shape) ? views(x.shape, normalized_shape.map(Number)) : null
  return {
    local,
    x,
    set: layer?.rows ?? around(x.shape, 1),
    scale: layer?.places ?? around(x.shape, 1),
    mean: outputOf(local, "mean"),
    variance: outputOf(local, "variance"),
    eps: attrNumber(local, "eps"),
    moves: layer !== null || mode === "train" || track_running_stats !== true,
  }
}

function keyOf({ size, inner }: Around, index: number): number {
  return Math.floor(index / inner) % size
}

function* cellsOf({ outer, size, inner }: Around, key: number): Generator<number> {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) yield (o * size + key) * inner + i
  }
}

/** √(σ² + ε) of the set that a cell is in. */
function deviation({ set, variance, eps }: Norm, index: number): number {
  return Math.sqrt((variance?.data[keyOf(set, index)] ?? Number.NaN) + eps)
}

function standardized(norm: Norm, index: number): number {
  const { x, set, mean } = norm
  return ((x.data[index] ?? Number.NaN) - (mean?.data[keyOf(set, index)] ?? Number.NaN)) / deviation(norm, index)
}

function paramFactor({ local, scale }: Norm, port: "weight" | "bias", index: number): Factor | null {
  return isThere(local, port) ? inputFactor(local, port, keyOf(scale, index)) : null
}

function zFactor(norm: Norm, index: number): Factor {
  const words = `(x − μ)/√(σ² + ε) at [${addressOf(norm.x.shape, index).join(", ")}]`
  return madeFactor(words, standardized(norm, index), inputFactor(norm.local, "input", index))
}

/** The cells that share the mean, lit on a tensor of the input's shape. */
function setLit({ local, set }: Norm, index: number, side: LitCells["side"]): LitCells {
  const name = side === "value" ? cellOn(local.node, { name: "input" }, 0).name : `${local.node.id}:output`
  return { name, side, cells: new Set(cellsOf(set, keyOf(set, index))) }
}

function value({ local, port, cell, name, number }: ValueAt): Known | null {
  if (port !== "output") return null
  const norm = normOf(local)
  const { index } = cell
  const [gamma, beta] = [paramFactor(norm, "weight", index), paramFactor(norm, "bias", index)]
  const at = keyOf(norm.set, index)
  const [mean, variance] = [norm.mean?.data[at] ?? Number.NaN, norm.variance?.data[at] ?? Number.NaN]
  const z = `\\frac{${texNumber(norm.x.data[index] ?? Number.NaN)} - ${texNumber(mean)}}{\\sqrt{${texNumber(variance)} + ${texNumber(norm.eps)}}}`
  const scaled = gamma === null ? z : `${texNumber(gamma.number)} \\cdot ${z}`
  const shifted = beta === null ? scaled : `${scaled} + ${texNumber(beta.number)}`
  const n = norm.set.outer * norm.set.inner
  return {
    words: norm.moves
      ? `Standardised with the mean and variance of the ${n} cells it shares them with, then scaled and shifted.`
      : "Standardised with the running mean and variance, then scaled and shifted.",
    terms: [productOf(zFactor(norm, index), gamma), ...(beta === null ? [] : [productOf(beta)])],
    worked: `${name} = ${shifted} = ${texNumber(number, false)}`,
    ...(norm.moves ? { lit: [setLit(norm, index, "value")] } : {}),
  }
}

function throughInput(at: GradientAt, upstream: Tensor): Known {
  const { local, cell, name, number } = at
  const norm = normOf(local)
  const { index } = cell
  const s = deviation(norm, index)
  const over = madeFactor("1/√(σ² + ε)", 1 / s)
  const gamma = paramFactor(norm, "weight", index)
  const own = productOf(upstreamFactor(at, "output", index), gamma, over)
  if (!norm.moves) {
    const words = "Running mean and variance are constants: only its own output cell depends on it."
    return { words, terms: [own], worked: null }
  }
  const { mean, product, count } = meansOver(norm, upstream, index)
  const z = standardized(norm, index)
  const terms = [
    own,
    productOf(madeFactor("−mean of γ·∂L/∂y over the set", -mean), over),
    productOf(madeFactor("−mean of γ·∂L/∂y·z over the set", -product), zFactor(norm, index), over),
  ]
  const g = (upstream.data[index] ?? 0) * (gamma?.number ?? 1)
  const inside = `${texNumber(g)} - ${texNumber(mean)} - ${texNumber(z)} \\cdot ${texNumber(product)}`
  return {
    words: `Its own part, less what moving it does to the mean and to the variance of its set of ${count} cells.`,
    terms,
    worked: `${name} = \\frac{1}{${texNumber(s)}} \\left(${inside}\\right) = ${texNumber(number, false)}`,
    lit: [setLit(norm, index, "gradient")],
  }
}

/** Means of g and of g·z over the set of a cell, g = γ ∂L/∂y. */
function meansOver(norm: Norm, upstream: Tensor, index: number) {
  const gamma = isThere(norm.local, "weight") ? held(norm.local, "weight").data : null
  let [sum, product, count] = [0, 0, 0]
  for (const k of cellsOf(norm.set, keyOf(norm.set, index))) {
    const g = (upstream.data[k] ?? 0) * (gamma?.[keyOf(norm.scale, k)] ?? 1)
    sum += g
    product += g * standardized(norm, k)
    count++
  }
  return { mean: sum / count, product: product / count, count }
}

/** ∂L/∂γ = Σ ∂L/∂y · z and ∂L/∂β = Σ ∂L/∂y over the cells that γ and β serve. */
function throughParam(at: GradientAt, upstream: Tensor): Known {
  const norm = normOf(at.local)
  const cells = [...cellsOf(norm.scale, at.cell.index)]
  const name = `${at.local.node.id}:output`
  const isScale = at.port === "weight"
  const products = Float64Array.from(cells, (k) => (upstream.data[k] ?? 0) * (isScale ? standardized(norm, k) : 1))
  const termOf = (i: number): Term => {
    const k = cells[i] ?? 0
    const words = `∂L/∂${cellWords(name, upstream.shape, k)}`
    const g: Factor = { words, number: upstream.data[k] ?? 0, cell: { name, side: "gradient", index: k } }
    return productOf(g, isScale ? zFactor(norm, k) : null)
  }
  return {
    words: `A sum over the ${cells.length} cells that it serves.`,
    ...largestTerms(products, termOf),
    worked: null,
    lit: [{ name, side: "gradient", cells: new Set(cells) }],
  }
}
