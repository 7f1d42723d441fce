// The p-norm (Σ |x|^p)^(1/p); for p = 1 a sum of sizes, for p = 0 a count.

import { axesOf } from "../../../ops/families/axes.ts"
import { keptShape, normOver } from "../../../tensor/reduce.ts"
import type { Term } from "../terms/explanation.ts"
import { texNumber } from "../terms/worked.ts"
import {
  addressWords,
  cellsInto,
  held,
  inputFactor,
  type Known,
  type KnownRule,
  largestTerms,
  litInput,
  madeFactor,
  productOf,
  type ValueAt,
} from "./known.ts"

/** Powers written out in one formula; more are dots. */
const WRITTEN = 4

export const pNorm: KnownRule = { value }

function value({ local, cell, name, number }: ValueAt): Known | null {
  const { p } = local.context.attrs
  const x = held(local, "input")
  const { dim } = local.context.attrs
  const axes = axesOf(x.shape, Array.isArray(dim) ? dim.map(Number) : null)
  const kept = keptShape(x.shape, axes)
  const cells = cellsInto(x.shape, kept, cell.index)
  const lit = [litInput(local, "input", cells)]
  const said = (words: string, k: number, number: number): Term =>
    productOf(madeFactor(`${words} at ${addressWords(x.shape, k)}`, number, inputFactor(local, "input", k)))
  if (typeof p !== "number") {
    const extreme = cells.find((k) => Math.abs(x.data[k] ?? 0) === number) ?? cells[0] ?? 0
    const words = p === "inf" ? "The largest size among its cells." : "The smallest size among its cells."
    return { words, terms: [said("|x|", extreme, Math.abs(x.data[extreme] ?? Number.NaN))], worked: null, lit }
  }
  if (p === 0 || p === 1) {
    const sizes = cells.map((k) => (p === 1 ? Math.abs(x.data[k] ?? Number.NaN) : x.data[k] === 0 ? 0 : 1))
    const words = p === 1 ? "The sizes of its cells, added up." : "How many of its cells are not 0."
    const termOf = (i: number): Term => said(p === 1 ? "|x|" : "x ≠ 0", cells[i] ?? 0, sizes[i] ?? 0)
    return { words, ...largestTerms(Float64Array.from(sizes), termOf), worked: null, lit }
  }
  const power = (k: number): string => {
    const size = x.data[k] ?? Number.NaN
    return p === 2 ? `${texNumber(size)}^2` : `{${texNumber(Math.abs(size), false)}}^{${texNumber(p, false)}}`
  }
  const sum = [...cells.slice(0, WRITTEN).map(power), ...(cells.length > WRITTEN ? ["\\cdots"] : [])].join(" + ")
  const root = p === 2 ? `\\sqrt{${sum}}` : `\\left(${sum}\\right)^{1/${texNumber(p, false)}}`
  const norm = normOver(x, axes, p).data[cell.index] ?? Number.NaN
  return {
    words: p === 2 ? "The length: the root of the sum of squares." : `The ${p}-norm of its cells.`,
    terms: [productOf(madeFactor(p === 2 ? "√Σ x²" : "(Σ |x|^p)^(1/p)", norm))],
    worked: `${name} = ${root} = ${texNumber(number, false)}`,
    lit,
  }
}
