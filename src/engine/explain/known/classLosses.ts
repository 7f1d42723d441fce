// Cross-entropy and the negative log-likelihood: ℓ = −(1/n) Σ w q log p, and ∂ℓ/∂z = (p − y)/n.

import { classAxis, withoutClasses } from "../../../ops/families/classes.ts"
import { type Around, around } from "../../../tensor/axis.ts"
import { map } from "../../../tensor/elementwise.ts"
import { countClasses, sharesOfIndices } from "../../../tensor/net/crossEntropy.ts"
import { logSoftmax } from "../../../tensor/net/softmax.ts"
import { sameShape, sizeOf, type Tensor } from "../../../tensor/tensor.ts"
import type { Factor, LitCells, Term } from "../terms/explanation.ts"
import type { LocalNode } from "../terms/local.ts"
import { texNumber } from "../terms/worked.ts"
import {
  addressWords,
  attrNumber,
  type GradientAt,
  held,
  inputFactor,
  isThere,
  type Known,
  type KnownRule,
  litInput,
  madeFactor,
  productOf,
  shareOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

/** Numbers written out in one formula; more are dots. */
const WRITTEN = 4

export const crossEntropy: KnownRule = { value: entropyValue, gradient: entropyGradient }
export const negativeLogLikelihood: KnownRule = { value: likelihoodValue, gradient: likelihoodGradient }

interface Loss {
  readonly local: LocalNode
  readonly input: Tensor
  readonly view: Around
  /** How much each class of each place counts. */
  readonly shares: Tensor
  /** The target holds class indices. */
  readonly indices: boolean
  readonly smoothing: number
  /** What the sum is divided by. */
  readonly total: number
  readonly each: boolean
}

function lossOf(local: LocalNode): Loss {
  const [input, target] = [held(local, "input"), held(local, "target")]
  const view = around(input.shape, classAxis(input.shape))
  const indices = !sameShape(input.shape, target.shape)
  const smoothing = attrNumber(local, "label_smoothing") || 0
  const ignored = attrNumber(local, "ignore_index")
  const shares = indices
    ? sharesOfIndices(input, target, view, smoothing, ignored)
    : map(target, (t) => (1 - smoothing) * t + smoothing / view.size)
  const { reduction } = local.context.attrs
  const weight = isThere(local, "weight") ? held(local, "weight").data : null
  const counts = indices ? countClasses(target, view.size, ignored) : null
  const total =
    reduction !== "mean"
      ? 1
      : (counts?.reduce((sum, count, c) => sum + count * (weight?.[c] ?? 1), 0) ?? sizeOf(withoutClasses(input.shape)))
  return { local, input, view, shares, indices, smoothing, total, each: reduction === "none" }
}

/** Flat index of class c at a place; places are numbered row-major without the class axis. */
function cellAt({ view: { size, inner } }: Loss, place: number, c: number): number {
  return (Math.floor(place / inner) * size + c) * inner + (place % inner)
}

function placeAt({ view: { size, inner } }: Loss, cell: number): { readonly place: number; readonly c: number } {
  const outer = Math.floor(cell / (size * inner))
  return { place: outer * inner + (cell % inner), c: Math.floor(cell / inner) % size }
}

/** Every class with a share, of one place or of all. */
function* counted(loss: Loss, only: number | null): Generator<{ cell: number; c: number; share: number }> {
  const { view, shares } = loss
  const places = only === null ? Array.from({ length: view.outer * view.inner }, (_, place) => place) : [only]
  for (const place of places) {
    for (let c = 0; c < view.size; c++) {
      const cell = cellAt(loss, place, c)
      const share = shares.data[cell] ?? 0
      if (share !== 0) yield { cell, c, share }
    }
  }
}

function weightFactor({ local }: Loss, c: number): Factor | null {
  return isThere(local, "weight") ? inputFactor(local, "weight", c) : null
}

/** The target's own cell where it holds probabilities as they are, else the share as a number. */
function shareFactor({ local, indices, smoothing }: Loss, cell: number, share: number): Factor | null {
  if (!indices && smoothing === 0) return inputFactor(local, "target", cell)
  const target = indices ? undefined : inputFactor(local, "target", cell)
  return share === 1 ? null : madeFactor("share of this class", share, target)
}

// ---- Cross-entropy --------------------------------------------------------------------------------------------------

function entropyValue({ local, cell, name, number }: ValueAt): Known {
  const loss = lossOf(local)
  const logs = logSoftmax(loss.input, classAxis(loss.input.shape)).data
  const classes = [...counted(loss, loss.each ? cell.index : null)]
  const terms = classes.map(({ cell: at, c, share }): Term => {
    const words = `−log p${addressWords(loss.input.shape, at)}`
    const surprise = madeFactor(words, -(logs[at] ?? Number.NaN), inputFactor(local, "input", at))
    return productOf(surprise, shareFactor(loss, at, share), weightFactor(loss, c), shareOf(loss.total))
  })
  const plain = !isThere(local, "weight") && classes.every(({ share }) => share === 1)
  const cells = classes.map(({ cell: at }) => at)
  return {
    words:
      "Minus the logarithm of the probability of the right class; the probabilities p are the softmax of the scores.",
    terms,
    worked: plain && cells.length > 0 ? entropyTex(loss, logs, cells, name, number) : null,
    lit: litPlaces(loss, cells),
  }
}

/** Of the places of some cells the scores of all classes, each of which takes part in its softmax, and the target. */
function litPlaces(loss: Loss, cells: readonly number[]): readonly LitCells[] {
  const places = [...new Set(cells.map((cell) => placeAt(loss, cell).place))]
  const classes = Array.from({ length: loss.view.size }, (_, c) => c)
  const scores = places.flatMap((place) => classes.map((c) => cellAt(loss, place, c)))
  return [litInput(loss.local, "input", scores), litInput(loss.local, "target", loss.indices ? places : scores)]
}

function entropyTex(loss: Loss, logs: Tensor["data"], cells: readonly number[], name: string, number: number): string {
  const p = (at: number) => texNumber(Math.exp(logs[at] ?? Number.NaN), false)
  const [only] = cells
  const end = ` = ${texNumber(number, false)}`
  if (cells.length === 1 && only !== undefined) {
    const whole = loss.total === 1 ? "" : `\\frac{1}{${texNumber(loss.total)}} \\cdot `
    return `${name} = -${whole}\\log ${softmaxTex(loss, only)} = -${whole}\\log ${p(only)}${end}`
  }
  const logTerms = cells.slice(0, WRITTEN).map((at) => ` - \\log ${p(at)}`)
  const sum = `${logTerms.join("").trim()}${cells.length > WRITTEN ? " - \\cdots" : ""}`
  return loss.total === 1
    ? `${name} = ${sum}${end}`
    : `${name} = \\frac{1}{${texNumber(loss.total)}} \\left(${sum}\\right)${end}`
}

/** e^z of the class over the sum of all. */
function softmaxTex(loss: Loss, cell: number): string {
  const { place } = placeAt(loss, cell)
  const power = (at: number) => `e^{${texNumber(loss.input.data[at] ?? Number.NaN, false)}}`
  const all = Array.from({ length: loss.view.size }, (_, k) => power(cellAt(loss, place, k)))
  const listed = all.length > WRITTEN + 1 ? [...all.slice(0, WRITTEN), "\\cdots"] : all
  return `\\frac{${power(cell)}}{${listed.join(" + ")}}`
}

function entropyGradient(at: GradientAt): Known | null {
  if (at.port !== "input") return null
  const { local, cell, name, number } = at
  const loss = lossOf(local)
  const { place, c } = placeAt(loss, cell.index)
  const own = [...counted(loss, place)]
  const words = "Probability less target: p is the softmax of the scores, y is 1 at the right class and 0 elsewhere."
  if (own.length === 0) return { words: "This place is ignored: it counts for nothing.", terms: [], worked: null }
  const logs = logSoftmax(loss.input, classAxis(loss.input.shape))
  const p = Math.exp(logs.data[cell.index] ?? Number.NaN)
  const weights = isThere(local, "weight") ? held(local, "weight").data : null
  // Σ_k w_k q_k: 1 with neither weights nor smoothing.
  const pull = own.reduce((sum, { c: k, share }) => sum + (weights?.[k] ?? 1) * share, 0)
  const upstream = upstreamFactor(at, "output", loss.each ? place : 0)
  const probability = madeFactor(
    `p${addressWords(loss.input.shape, cell.index)}`,
    p,
    inputFactor(local, "input", cell.index),
  )
  const share = loss.shares.data[cell.index] ?? 0
  const ofAll = pull === 1 ? null : madeFactor("weight of this place", pull)
  const terms = [productOf(upstream, probability, ofAll, shareOf(loss.total))]
  if (share !== 0) {
    const y = share === 1 ? madeFactor("−1, the right class", -1) : madeFactor("minus the share of this class", -share)
    terms.push(productOf(upstream, y, weightFactor(loss, c), shareOf(loss.total)))
  }
  const times = upstream.number === 1 ? "" : ` \\cdot ${texNumber(upstream.number)}`
  const over = loss.total === 1 ? "" : `\\frac{1}{${texNumber(loss.total)}}`
  const worked = `${name} = ${over}\\left(${texNumber(p)} - ${texNumber(share)}\\right)${times} = ${texNumber(number, false)}`
  return { words, terms, worked: pull === 1 && weights === null ? worked : null }
}

// ---- Negative log-likelihood ----------------------------------------------------------------------------------------

function likelihoodValue({ local, cell }: ValueAt): Known {
  const loss = lossOf(local)
  const terms = [...counted(loss, loss.each ? cell.index : null)].map(({ cell: at, c }) =>
    productOf(inputFactor(local, "input", at), weightFactor(loss, c), shareOf(loss.total, -1)),
  )
  return { words: "Minus the input's entry at the right class, averaged over the places.", terms, worked: null }
}

function likelihoodGradient(at: GradientAt): Known | null {
  if (at.port !== "input") return null
  const loss = lossOf(at.local)
  const { place, c } = placeAt(loss, at.cell.index)
  if ((loss.shares.data[at.cell.index] ?? 0) === 0)
    return { words: "Not the right class: the loss does not look here.", terms: [], worked: null }
  const upstream = upstreamFactor(at, "output", loss.each ? place : 0)
  const term = productOf(upstream, weightFactor(loss, c), shareOf(loss.total, -1))
  return {
    words: "The right class: the loss is minus this entry, averaged over the places.",
    terms: [term],
    worked: null,
  }
}
