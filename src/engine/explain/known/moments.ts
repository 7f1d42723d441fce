// A variance, a standard deviation, and a standardised number: σ² = Σ (x − μ)²/(n − c), σ = √σ², z = (x − μ)/√(σ² + ε).

import { axesOf } from "../../../ops/families/axes.ts"
import { addressOf, flatIndex } from "../../../tensor/address.ts"
import { keptShape, meanOver } from "../../../tensor/reduce.ts"
import type { Shape, Tensor } from "../../../tensor/tensor.ts"
import type { Factor, Term } from "../terms/explanation.ts"
import { type LocalNode, outputOf } from "../terms/local.ts"
import { texNumber } from "../terms/worked.ts"
import {
  addressWords,
  attrNumber,
  broadcastCell,
  cellsInto,
  type GradientAt,
  held,
  inputFactor,
  type Known,
  type KnownRule,
  largestTerms,
  litInput,
  madeFactor,
  productOf,
  shareOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

/** Squares written out in one formula; more are dots. */
const WRITTEN = 4

export const variance: KnownRule = { value: meanSquare, gradient: throughVariance }
export const deviation: KnownRule = { value: rootMeanSquare, gradient: throughDeviation }
export const standardize: KnownRule = { value: zScore, gradient: throughZScore }

// ---- Variance -------------------------------------------------------------------------------------------------------

interface Spread {
  readonly x: Tensor
  readonly kept: Shape
  readonly means: Tensor
  /** n − correction. */
  readonly divisor: number
  /** As it is written: 4, or n − 1. */
  readonly n: number
}

function spreadOf(local: LocalNode): Spread {
  const x = held(local, "input")
  const { dim } = local.context.attrs
  const axes = axesOf(x.shape, Array.isArray(dim) ? dim.map(Number) : null)
  const kept = keptShape(x.shape, axes)
  const n = axes.reduce((count, axis) => count * (x.shape[axis] ?? 1), 1)
  return { x, kept, means: meanOver(x, axes), divisor: n - attrNumber(local, "correction"), n }
}

function squaresOf({ x, kept, means }: Spread, output: number) {
  const mean = means.data[output] ?? Number.NaN
  const cells = cellsInto(x.shape, kept, output)
  return { mean, cells, squares: cells.map((k) => ((x.data[k] ?? Number.NaN) - mean) ** 2) }
}

/** 1/4 ((2 − 3.75)² + …). */
function squaresTex({ x, divisor }: Spread, cells: readonly number[], mean: number): string {
  const square = (k: number): string => `(${texNumber(x.data[k] ?? Number.NaN)} - ${texNumber(mean)})^2`
  const listed = [...cells.slice(0, WRITTEN).map(square), ...(cells.length > WRITTEN ? ["\\cdots"] : [])]
  return `\\frac{1}{${divisor}} \\left(${listed.join(" + ")}\\right)`
}

function meanSquare({ local, cell, name, number }: ValueAt): Known {
  const spread = spreadOf(local)
  const { mean, cells, squares } = squaresOf(spread, cell.index)
  const termOf = (i: number): Term => {
    const words = `(x − μ)² at ${addressWords(spread.x.shape, cells[i] ?? 0)}`
    const square = madeFactor(words, squares[i] ?? Number.NaN, inputFactor(local, "input", cells[i] ?? 0))
    return productOf(square, shareOf(spread.divisor))
  }
  return {
    words: `The mean square distance of ${cells.length} cells from their mean ${divisorWords(spread)}.`,
    ...largestTerms(
      Float64Array.from(squares, (one) => one / spread.divisor),
      termOf,
    ),
    worked: `${name} = ${squaresTex(spread, cells, mean)} = ${texNumber(number, false)}`,
    lit: [litInput(local, "input", cells)],
  }
}

function divisorWords({ n, divisor }: Spread): string {
  return n === divisor ? "μ" : `μ, divided by n − ${n - divisor}`
}

/** The cell of the output that an input cell counts in, and its distance from the mean there. */
function distanceOf(spread: Spread, index: number): { readonly output: number; readonly distance: number } {
  const output = flatIndex(spread.kept, addressOf(spread.x.shape, index))
  return { output, distance: (spread.x.data[index] ?? Number.NaN) - (spread.means.data[output] ?? Number.NaN) }
}

function throughVariance(at: GradientAt): Known {
  const { local, cell, name, number } = at
  const spread = spreadOf(local)
  const { output, distance } = distanceOf(spread, cell.index)
  const slope = madeFactor(
    spread.n === spread.divisor ? "2(x − μ)/n" : `2(x − μ)/(n − ${spread.n - spread.divisor})`,
    (2 * distance) / spread.divisor,
    inputFactor(local, "input", cell.index),
  )
  const g = upstreamFactor(at, "output", output)
  const x = texNumber(spread.x.data[cell.index] ?? Number.NaN)
  const mean = texNumber(spread.means.data[output] ?? Number.NaN)
  return {
    words:
      "Upstream gradient × twice the distance from the mean, over n. The mean moves too, but the distances add up to 0.",
    terms: [productOf(g, slope)],
    worked: `${name} = ${texNumber(g.number)} \\cdot \\frac{2 (${x} - ${mean})}{${spread.divisor}} = ${texNumber(number, false)}`,
  }
}

// ---- Standard deviation ---------------------------------------------------------------------------------------------

function rootMeanSquare({ local, cell, name, number }: ValueAt): Known {
  const spread = spreadOf(local)
  const { mean, cells, squares } = squaresOf(spread, cell.index)
  const root = Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / spread.divisor)
  return {
    words: `The root of the mean square distance of ${cells.length} cells from their mean ${divisorWords(spread)}.`,
    terms: [productOf(madeFactor("√variance", root))],
    worked: `${name} = \\sqrt{${squaresTex(spread, cells, mean)}} = ${texNumber(number, false)}`,
    lit: [litInput(local, "input", cells)],
  }
}

function throughDeviation(at: GradientAt): Known {
  const { local, cell } = at
  const spread = spreadOf(local)
  const { output, distance } = distanceOf(spread, cell.index)
  const root = outputOf(local, "output")?.data[output] ?? Number.NaN
  const under = spread.n === spread.divisor ? "n" : `(n − ${spread.n - spread.divisor})`
  // 0 where the deviation is 0, as in PyTorch.
  const slope = root === 0 ? 0 : distance / (spread.divisor * root)
  return {
    words:
      root === 0
        ? "All cells are equal: the slope of a deviation of 0 is taken as 0, as in PyTorch."
        : "Upstream gradient × the distance from the mean, over n times the deviation.",
    terms: [
      productOf(
        upstreamFactor(at, "output", output),
        madeFactor(`(x − μ)/(${under}·σ)`, slope, inputFactor(local, "input", cell.index)),
      ),
    ],
    worked: null,
  }
}

// ---- A standardised number ------------------------------------------------------------------------------------------

interface Standardized {
  readonly x: Factor
  readonly mean: Factor
  readonly variance: Factor
  /** √(σ² + ε). */
  readonly s: number
}

function standardizedAt(local: LocalNode, index: number): Standardized {
  const address = addressOf(outputOf(local, "output")?.shape ?? [], index)
  const factor = (port: string): Factor => inputFactor(local, port, broadcastCell(held(local, port).shape, address))
  const variance = factor("variance")
  return { x: factor("x"), mean: factor("mean"), variance, s: Math.sqrt(variance.number + attrNumber(local, "eps")) }
}

function zScore({ local, cell, name, number }: ValueAt): Known {
  const { x, mean, variance, s } = standardizedAt(local, cell.index)
  const over = (sign: number): Factor => madeFactor(`${sign < 0 ? "−" : ""}1/√(σ² + ε)`, sign / s, variance)
  const above = `${texNumber(x.number, false)} - ${texNumber(mean.number)}`
  const below = `${texNumber(variance.number)} + ${texNumber(attrNumber(local, "eps"))}`
  return {
    words: "The distance from the mean, over the deviation.",
    terms: [productOf(x, over(1)), productOf(mean, over(-1))],
    worked: `${name} = \\frac{${above}}{\\sqrt{${below}}} = ${texNumber(number, false)}`,
  }
}

function throughZScore(at: GradientAt): Known | null {
  const { local, cell, port } = at
  const upstream = at.upstream("output")
  if (upstream === undefined) return null
  const { shape } = held(local, port)
  const places = Array.from(upstream.data.keys()).filter(
    (j) => broadcastCell(shape, addressOf(upstream.shape, j)) === cell.index,
  )
  const slopes = places.map((j) => slopeAt(local, port, j))
  const products = Float64Array.from(places, (j, i) => (upstream.data[j] ?? 0) * (slopes[i]?.number ?? Number.NaN))
  return {
    words: places.length === 1 ? "Upstream gradient × slope." : `A sum over the ${places.length} cells that it serves.`,
    ...largestTerms(products, (i) => productOf(upstreamFactor(at, "output", places[i] ?? 0), slopes[i] ?? null)),
    worked: null,
    lit: [{ name: `${local.node.id}:output`, side: "gradient", cells: new Set(places) }],
  }
}

function slopeAt(local: LocalNode, port: string, index: number): Factor {
  const { x, mean, variance, s } = standardizedAt(local, index)
  if (port === "x") return madeFactor("1/√(σ² + ε)", 1 / s, variance)
  if (port === "mean") return madeFactor("−1/√(σ² + ε)", -1 / s, variance)
  return madeFactor("−½(x − μ)(σ² + ε)^(−3/2)", (-0.5 * (x.number - mean.number)) / s ** 3, x)
}
