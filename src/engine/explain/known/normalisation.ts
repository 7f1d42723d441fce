// The normalisations: y = γ (x − μ)/s + β with s = √(σ² + ε), and with g = γ ∂L/∂y
// ∂L/∂x = (g − mean g − z · mean(g z))/s, z = (x − μ)/s, over the n cells that share μ and σ². RMSNorm subtracts no mean: its
// s is √(mean x² + ε), and mean g falls away.

import { addressOf } from "../../../tensor/address.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import type { Factor, LitCells, Term } from "../terms/explanation.ts"
import { cellOn, cellWords } from "../terms/names.ts"
import { texNumber } from "../terms/worked.ts"
import {
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
import { cellsOf, deviation, keyOf, meanAt, type Norm, normOf, standardized, varianceAt } from "./norm.ts"

export const normalisation: KnownRule = {
  value,
  gradient: (at) => {
    const upstream = at.upstream("output")
    if (upstream === undefined) return null
    return at.port === "input" ? throughInput(at, upstream) : throughParam(at, upstream)
  },
}

function paramFactor({ local, scale }: Norm, port: "weight" | "bias", index: number): Factor | null {
  return isThere(local, port) ? inputFactor(local, port, keyOf(scale, index)) : null
}

function zFactor(norm: Norm, index: number): Factor {
  const said = norm.mean === null ? "x/√(mean x² + ε)" : "(x − μ)/√(σ² + ε)"
  const words = `${said} at [${addressOf(norm.x.shape, index).join(", ")}]`
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
  const x = texNumber(norm.x.data[index] ?? Number.NaN)
  const above = norm.mean === null ? x : `${x} - ${texNumber(meanAt(norm, index))}`
  const z = `\\frac{${above}}{\\sqrt{${texNumber(varianceAt(norm, index))} + ${texNumber(norm.eps)}}}`
  const scaled = gamma === null ? z : `${texNumber(gamma.number)} \\cdot ${z}`
  const shifted = beta === null ? scaled : `${scaled} + ${texNumber(beta.number)}`
  const n = norm.set.outer * norm.set.inner
  return {
    words: `${standardizedWords(norm, n)}${thenWords(gamma, beta)}.`,
    terms: [productOf(zFactor(norm, index), gamma), ...(beta === null ? [] : [productOf(beta)])],
    worked: `${name} = ${shifted} = ${texNumber(number, false)}`,
    ...(norm.moves ? { lit: [setLit(norm, index, "value")] } : {}),
  }
}

function standardizedWords(norm: Norm, n: number): string {
  if (norm.mean === null) return `Divided by the root mean square of the ${n} cells of its set`
  return norm.moves
    ? `Standardised with the mean and variance of the ${n} cells of its set`
    : "Standardised with the running mean and variance"
}

function thenWords(gamma: Factor | null, beta: Factor | null): string {
  const done = [...(gamma === null ? [] : ["scaled"]), ...(beta === null ? [] : ["shifted"])]
  return done.length === 0 ? "" : `, then ${done.join(" and ")}`
}

function throughInput(at: GradientAt, upstream: Tensor): Known {
  const { local, cell, name, number } = at
  const norm = normOf(local)
  const { index } = cell
  const s = deviation(norm, index)
  const over = madeFactor(norm.mean === null ? "1/√(mean x² + ε)" : "1/√(σ² + ε)", 1 / s)
  const gamma = paramFactor(norm, "weight", index)
  const own = productOf(upstreamFactor(at, "output", index), gamma, over)
  if (!norm.moves) {
    const words = "Running mean and variance are constants: only its own output cell depends on it."
    return { words, terms: [own], worked: null }
  }
  const { mean, product, count } = meansOver(norm, upstream, index)
  const z = standardized(norm, index)
  const back = gamma === null ? "∂L/∂y" : "γ·∂L/∂y"
  const spread = productOf(madeFactor(`−mean of ${back}·z over the set`, -product), zFactor(norm, index), over)
  const moved = productOf(madeFactor(`−mean of ${back} over the set`, -mean), over)
  const terms = norm.mean === null ? [own, spread] : [own, moved, spread]
  const g = (upstream.data[index] ?? 0) * (gamma?.number ?? 1)
  const less = norm.mean === null ? "" : ` - ${texNumber(mean)}`
  const inside = `${texNumber(g)}${less} - ${texNumber(z)} \\cdot ${texNumber(product)}`
  const what = norm.mean === null ? "the mean square" : "the mean and to the variance"
  return {
    words: `Its own part, less what moving it does to ${what} of its set of ${count} cells.`,
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
