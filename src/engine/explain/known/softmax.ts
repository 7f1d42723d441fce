// Softmax p = e^x/Σ e^x, its logarithm x − log Σ e^x, and log Σ e^x itself. Back through p: ∂L/∂xᵢ = Σ ∂L/∂pⱼ pⱼ(δᵢⱼ − pᵢ),
// through log p: Σ ∂L/∂yⱼ (δᵢⱼ − pᵢ), through log Σ e^x: ∂L/∂y pᵢ.

import { axesOf, axisOf } from "../../../ops/families/axes.ts"
import { addressOf, flatIndex } from "../../../tensor/address.ts"
import { keptShape } from "../../../tensor/reduce.ts"
import type { Factor } from "../terms/explanation.ts"
import { type LocalNode, outputOf } from "../terms/local.ts"
import { texNumber } from "../terms/worked.ts"
import {
  addressWords,
  cellsInto,
  type GradientAt,
  held,
  inputFactor,
  type Known,
  type KnownRule,
  largestTerms,
  litInput,
  madeFactor,
  outputFactor,
  productOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

/** Powers written out in one formula; more are dots. */
const WRITTEN = 4
/** Beyond this e^x is written relative to the largest, as it is worked out. */
const FAR = 30

export const softmax: KnownRule = { value: share, gradient: throughShares }
export const logSoftmax: KnownRule = { value: logShare, gradient: throughLogShares }
export const logSumExp: KnownRule = { value: logOfSum, gradient: throughLogOfSum }

// ---- The cells that compete -----------------------------------------------------------------------------------------

/** Flat indices of the cells that are summed together with a cell (of the input's shape), in order. */
function rivals(local: LocalNode, index: number): readonly number[] {
  const { shape } = held(local, "input")
  const kept = keptShape(shape, axesAt(local))
  return cellsInto(shape, kept, flatIndex(kept, addressOf(shape, index)))
}

function axesAt({ node, context, ...rest }: LocalNode): readonly number[] {
  const { shape } = held({ node, context, ...rest }, "input")
  const { dim } = context.attrs
  if (typeof dim === "number") return shape.length === 0 ? [] : [axisOf(shape, dim)]
  return axesOf(shape, Array.isArray(dim) ? dim.map(Number) : null)
}

interface Race {
  readonly cells: readonly number[]
  /** Of these cells, in their order. */
  readonly scores: readonly number[]
  readonly largest: number
  readonly logSum: number
}

/** The softmax takes all relative to the largest, so that an infinite score makes NaN; log Σ e^x does not. */
function raceOf(local: LocalNode, cells: readonly number[], relative = true): Race {
  const { data } = held(local, "input")
  const scores = cells.map((k) => data[k] ?? Number.NaN)
  const largest = scores.reduce((most, score) => (score > most || Number.isNaN(score) ? score : most), -Infinity)
  const shift = relative || Number.isFinite(largest) ? largest : 0
  const logSum = shift + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - shift), 0))
  return { cells, scores, largest, logSum }
}

/** e^{2} + e^{−1} + ⋯, relative to the largest score where that is far from 0. */
function powersTex({ scores, largest }: Race): { readonly of: (score: number) => string; readonly sum: string } {
  const shift = Math.abs(largest) > FAR && Number.isFinite(largest) ? largest : 0
  const of = (score: number): string => `e^{${texNumber(score - shift, false)}}`
  const listed = scores.slice(0, WRITTEN).map(of)
  return { of, sum: [...listed, ...(scores.length > WRITTEN ? ["\\cdots"] : [])].join(" + ") }
}

// ---- Softmax --------------------------------------------------------------------------------------------------------

function share({ local, cell, name, number }: ValueAt): Known {
  const race = raceOf(local, rivals(local, cell.index))
  const { data, shape } = held(local, "input")
  const score = data[cell.index] ?? Number.NaN
  const shift = Math.abs(race.largest) > FAR && Number.isFinite(race.largest) ? race.largest : 0
  const power = shift === 0 ? `e^x${addressWords(shape, cell.index)}` : `e^(x${addressWords(shape, cell.index)} − max)`
  const { of, sum } = powersTex(race)
  return {
    words: `Its share of the powers of e: the ${race.cells.length} cells that compete add up to 1.`,
    terms: [
      productOf(
        madeFactor(power, Math.exp(score - shift), inputFactor(local, "input", cell.index)),
        madeFactor(shift === 0 ? "1/Σ e^x" : "1/Σ e^(x − max)", Math.exp(shift - race.logSum)),
      ),
    ],
    worked: `${name} = \\frac{${of(score)}}{${sum}} = ${texNumber(number, false)}`,
    lit: [litInput(local, "input", race.cells)],
  }
}

function throughShares(at: GradientAt): Known | null {
  const { local, cell, name, number } = at
  const upstream = at.upstream("output")
  const p = outputOf(local, "output")
  if (upstream === undefined || p === null) return null
  const cells = rivals(local, cell.index)
  const own = p.data[cell.index] ?? Number.NaN
  const parts = cells.map((j) => ({ j, g: upstream.data[j] ?? 0, p: p.data[j] ?? Number.NaN }))
  const slope = (j: number): number => (j === cell.index ? 1 - own : -own)
  const products = Float64Array.from(parts, ({ j, g, p }) => g * p * slope(j))
  const pull = parts.reduce((sum, { g, p }) => sum + g * p, 0)
  const inside = `${texNumber(upstream.data[cell.index] ?? 0, false)} - ${texNumber(pull)}`
  return {
    words: "Upstream gradient × pⱼ(δ − pᵢ): its own share grows, every other that competes with it shrinks.",
    ...largestTerms(products, (i) => {
      const j = cells[i] ?? 0
      const words = `${j === cell.index ? "1 − " : "−"}p${addressWords(p.shape, cell.index)}`
      const factor = madeFactor(words, slope(j), outputFactor(local, "output", cell.index))
      return productOf(upstreamFactor(at, "output", j), outputFactor(local, "output", j), factor)
    }),
    worked: `${name} = ${texNumber(own)} \\left(${inside}\\right) = ${texNumber(number, false)}`,
    lit: [
      { name: `${local.node.id}:output`, side: "gradient", cells: new Set(cells) },
      { name: `${local.node.id}:output`, side: "value", cells: new Set(cells) },
    ],
  }
}

// ---- Its logarithm --------------------------------------------------------------------------------------------------

function logShare({ local, cell, name, number }: ValueAt): Known {
  const race = raceOf(local, rivals(local, cell.index))
  const x = inputFactor(local, "input", cell.index)
  return {
    words: `Its score less the logarithm of the sum of all ${race.cells.length} powers.`,
    terms: [productOf(x), productOf(madeFactor("−log Σ e^x", -race.logSum))],
    worked: `${name} = ${texNumber(x.number, false)} - ${logTex(race, false)} = ${texNumber(number, false)}`,
    lit: [litInput(local, "input", race.cells)],
  }
}

/** log(e^2 + e^{−1}), with the largest in front where it is far from 0; in brackets if something is before it. */
function logTex(race: Race, alone: boolean): string {
  const { sum } = powersTex(race)
  const shift = Math.abs(race.largest) > FAR && Number.isFinite(race.largest)
  const log = `\\log\\left(${sum}\\right)`
  if (!shift) return log
  const far = `${texNumber(race.largest)} + ${log}`
  return alone ? far : `\\left(${far}\\right)`
}

function throughLogShares(at: GradientAt): Known | null {
  const { local, cell, name, number } = at
  const upstream = at.upstream("output")
  if (upstream === undefined) return null
  const cells = rivals(local, cell.index)
  const p = probability(local, raceOf(local, cells), cell.index)
  const slope = (j: number): number => (j === cell.index ? 1 - p.number : -p.number)
  const products = Float64Array.from(cells, (j) => (upstream.data[j] ?? 0) * slope(j))
  const all = cells.reduce((sum, j) => sum + (upstream.data[j] ?? 0), 0)
  const g = texNumber(upstream.data[cell.index] ?? 0, false)
  return {
    words: "Upstream gradient × (δ − pᵢ), where p is the softmax.",
    ...largestTerms(products, (i) => {
      const j = cells[i] ?? 0
      const factor = { ...p, words: `${j === cell.index ? "1 − " : "−"}${p.words}`, number: slope(j) }
      return productOf(upstreamFactor(at, "output", j), factor)
    }),
    worked: `${name} = ${g} - ${texNumber(p.number)} \\cdot ${texNumber(all)} = ${texNumber(number, false)}`,
    lit: [{ name: `${local.node.id}:output`, side: "gradient", cells: new Set(cells) }],
  }
}

/** The softmax at an input cell, worked out from it. */
function probability(local: LocalNode, race: Race, index: number): Factor {
  const x = inputFactor(local, "input", index)
  return madeFactor(`p${addressWords(held(local, "input").shape, index)}`, Math.exp(x.number - race.logSum), x)
}

// ---- log Σ e^x ------------------------------------------------------------------------------------------------------

/** The input cells behind one cell of the output. */
function summands(local: LocalNode, output: number): readonly number[] {
  const { shape } = held(local, "input")
  return cellsInto(shape, keptShape(shape, axesAt(local)), output)
}

function logOfSum({ local, cell, name, number }: ValueAt): Known {
  const race = raceOf(local, summands(local, cell.index), false)
  const total = race.scores.reduce((sum, score) => sum + Math.exp(score), 0)
  return {
    words: `The logarithm of the sum of ${race.cells.length} powers of e${total === Infinity ? ", worked out relative to the largest" : ""}.`,
    terms: [productOf(madeFactor("log Σ e^x", race.logSum))],
    worked: `${name} = ${logTex(race, true)} = ${texNumber(number, false)}`,
    lit: [litInput(local, "input", race.cells)],
  }
}

function throughLogOfSum(at: GradientAt): Known {
  const { local, cell } = at
  const { shape } = held(local, "input")
  const output = flatIndex(keptShape(shape, axesAt(local)), addressOf(shape, cell.index))
  const p = probability(local, raceOf(local, summands(local, output), false), cell.index)
  return {
    words: "Upstream gradient × its share of the powers, the softmax.",
    terms: [productOf(upstreamFactor(at, "output", output), p)],
    worked: null,
  }
}
