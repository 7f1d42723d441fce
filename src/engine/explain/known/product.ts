// A product along axes: one term of many factors, and for the gradient of one of them the product of the others.

import { axesOf } from "../../../ops/families/axes.ts"
import { addressOf, flatIndex } from "../../../tensor/address.ts"
import { keptShape } from "../../../tensor/reduce.ts"
import { type Factor, LISTED, type LitCells, litCells } from "../terms/explanation.ts"
import type { LocalNode } from "../terms/local.ts"
import {
  type GradientAt,
  held,
  inputFactor,
  type Known,
  type KnownRule,
  madeFactor,
  productOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

export const product: KnownRule = { value, gradient }

function value({ local, cell }: ValueAt): Known {
  const factors = factorsOf(local, cell.index, null)
  return {
    words: "All its numbers multiplied.",
    terms: [productOf(...listed(factors))],
    worked: null,
    lit: litBy(factors),
  }
}

/** Where two numbers are 0 nothing comes back, as in PyTorch, even if another is NaN. */
function withoutBroken(others: readonly Factor[], own: boolean): readonly Factor[] {
  const zeros = others.filter(({ number }) => number === 0)
  return zeros.length >= (own ? 1 : 2) ? zeros : others
}

/** All factors, listed or not. */
function litBy(factors: readonly Factor[]): readonly LitCells[] {
  return litCells([{ factors, product: 1 }])
}

function gradient(at: GradientAt): Known {
  const { local, cell } = at
  const output = outputCellOf(local)(cell.index)
  const others = withoutBroken(factorsOf(local, output, cell.index), held(local, "input").data[cell.index] === 0)
  return {
    words: "Upstream gradient × the product of the others.",
    terms: [productOf(upstreamFactor(at, "output", output), ...listed(others))],
    worked: null,
    lit: litBy(others),
  }
}

/** The flat index of the output cell that an input cell is multiplied into. */
function outputCellOf(local: LocalNode): (index: number) => number {
  const { shape } = held(local, "input")
  const { dim } = local.context.attrs
  const kept = keptShape(shape, axesOf(shape, Array.isArray(dim) ? dim.map(Number) : null))
  return (index) => flatIndex(kept, addressOf(shape, index))
}

function factorsOf(local: LocalNode, output: number, without: number | null): readonly Factor[] {
  const cellOf = outputCellOf(local)
  const cells = Array.from(held(local, "input").data.keys())
  return cells
    .filter((index) => index !== without && cellOf(index) === output)
    .map((index) => inputFactor(local, "input", index))
}

/** A long product ends in one factor for all that is not listed. */
function listed(factors: readonly Factor[]): readonly Factor[] {
  if (factors.length <= LISTED) return factors
  const rest = factors.slice(LISTED - 1)
  const number = rest.reduce((whole, factor) => whole * factor.number, 1)
  return [...factors.slice(0, LISTED - 1), madeFactor(`… and ${rest.length} more`, number)]
}
