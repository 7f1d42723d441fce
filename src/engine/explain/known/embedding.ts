// An embedding: each index takes one row of the table. The row at padding_idx is taken too, but learns nothing.

import { type LocalNode, outputOf } from "../terms/local.ts"
import {
  type GradientAt,
  held,
  inputFactor,
  type Known,
  type KnownRule,
  largestTerms,
  productOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

export const embedding: KnownRule = { value, gradient }

/** The table's cell that an output cell is a copy of. */
function copied(local: LocalNode, output: number): number {
  const width = held(local, "weight").shape[1] ?? 1
  const row = held(local, "input").data[Math.floor(output / width)] ?? 0
  return row * width + (output % width)
}

function value({ local, cell }: ValueAt): Known {
  const width = held(local, "weight").shape[1] ?? 1
  const row = inputFactor(local, "input", Math.floor(cell.index / width))
  return {
    words: `A copy: ${row.words} is ${row.number}, so this is row ${row.number} of the table.`,
    terms: [productOf(inputFactor(local, "weight", copied(local, cell.index)))],
    worked: null,
    lit: row.cell === null ? [] : [{ name: row.cell.name, side: "value", cells: new Set([row.cell.index]) }],
  }
}

function gradient(at: GradientAt): Known | null {
  const { local, cell, port } = at
  if (port !== "weight") return null
  const width = held(local, "weight").shape[1] ?? 1
  const row = Math.floor(cell.index / width)
  if (row === local.context.attrs.padding_idx)
    return { words: `Row ${row} is padding_idx: it is looked up, but gets no gradient.`, terms: [], worked: null }
  const cells = Array.from(outputOf(local, "output")?.data.keys() ?? []).filter((j) => copied(local, j) === cell.index)
  const upstream = at.upstream("output")
  const products = Float64Array.from(cells, (j) => upstream?.data[j] ?? 0)
  return {
    words:
      cells.length === 0
        ? `No index is ${row}: the row was not looked up.`
        : `Row ${row} was looked up ${cells.length === 1 ? "once" : `${cells.length} times`}.`,
    ...largestTerms(products, (i) => productOf(upstreamFactor(at, "output", cells[i] ?? 0))),
    worked: null,
    lit: [{ name: `${local.node.id}:output`, side: "gradient", cells: new Set(cells) }],
  }
}
