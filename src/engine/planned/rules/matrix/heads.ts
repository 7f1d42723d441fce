// Heads as columns of rows: where the matrices of each lie, and rows that are projected into them and back.

import type { FastMultihead } from "../../../../kernels/fast.ts"
import { accumulated } from "../../../../kernels/moves/accumulate.ts"
import { roundedUp } from "../../../../kernels/planes.ts"
import type { Shape } from "../../../../tensor/tensor.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous, type Draft, type Drafted } from "../../draft/draft.ts"
import type { Site } from "../../draft/rule.ts"
import type { Stacked } from "./attention.ts"
import type { Matrices } from "./multiply.ts"

/** Sizes that all heads share, and the order of rows: places of one example, or examples of one place, side by side. */
export interface HeadSizes {
  readonly batch: number
  readonly heads: number
  /** Of all heads together, and of one. */
  readonly features: number
  readonly each: number
  readonly batchFirst: boolean
}

/** Sizes from the query's shape, which has a batch axis or none. */
export function headSizes({ heads, batchFirst }: FastMultihead, query: Shape): HeadSizes {
  const features = query.at(-1) ?? 1
  const batch = query.length === 2 ? 1 : (query[batchFirst ? 0 : 1] ?? 1)
  return { batch, heads, features, each: features / heads, batchFirst }
}

/** New rows of so many columns, with room for whole vectors. */
export function newRows(draft: Draft, rows: number, columns: number): Matrices {
  const row = roundedUp(columns)
  return { buffer: draft.buffer(rows * row), row, column: 1 }
}

/** A part of rows, from a column on. */
export function fromColumn(rows: Matrices, column: number): Matrices {
  return { ...rows, first: (rows.first ?? 0) + column }
}

/** The matrices of all heads, examples before heads. */
export function stackOf({ batch, each, batchFirst }: HeadSizes, rows: Matrices, places: number): Stacked {
  const { row } = rows
  return { ...rows, row: batchFirst ? row : batch * row, steps: [batchFirst ? places * row : row, each] }
}

/** Matrices of all heads to be written: in their places, or where a head's columns are no whole vectors, first beside them. */
export function headRoom(
  draft: Draft,
  sizes: HeadSizes,
  rows: Matrices,
  places: number,
): { readonly to: Stacked; readonly settle: () => void } {
  const { batch, heads, each } = sizes
  const there = stackOf(sizes, rows, places)
  if (each % 4 === 0) return { to: there, settle: () => {} }
  const row = roundedUp(each)
  const buffer = draft.buffer(batch * heads * places * row)
  const steps = [heads * places * row, places * row]
  const settle = (): void => {
    const loops = [
      { count: batch, from: steps[0] ?? 0, to: there.steps[0] ?? 0 },
      { count: heads, from: steps[1] ?? 0, to: each },
      { count: places, from: row, to: there.row },
      { count: each, from: 1, to: 1 },
    ]
    draft.copy("join heads", { from: 0, to: there.first ?? 0, loops }, buffer, there.buffer)
  }
  return { to: { buffer, row, column: 1, steps }, settle }
}

/** Heads as a document has them: one matrix after the other, (batch · heads) × places × features of one. */
export function headsDrafted(draft: Draft, sizes: HeadSizes, from: Stacked, places: number): Drafted {
  const { batch, heads, each } = sizes
  const flat = draft.buffer(batch * heads * places * each)
  const loops = [
    { count: batch, from: from.steps[0] ?? 0, to: heads * places * each },
    { count: heads, from: from.steps[1] ?? 0, to: places * each },
    { count: places, from: from.row, to: each },
    { count: each, from: 1, to: 1 },
  ]
  draft.copy("split heads", { from: from.first ?? 0, to: 0, loops }, from.buffer, flat)
  return contiguous([batch * heads, places, each], flat)
}

/** Rows as a document has what heads found: places × batch × features. */
export function joinedDrafted(draft: Draft, sizes: HeadSizes, rows: Matrices, places: number): Drafted {
  const { batch, features, batchFirst } = sizes
  const flat = draft.buffer(places * batch * features)
  const loops = [
    { count: places, from: batchFirst ? rows.row : batch * rows.row, to: batch * features },
    { count: batch, from: batchFirst ? places * rows.row : rows.row, to: features },
    { count: features, from: 1, to: 1 },
  ]
  draft.copy("copy", { from: 0, to: 0, loops }, rows.buffer, flat)
  return contiguous([places, batch, features], flat)
}

/** Adds the sum of each column to numbers from `to` on. */
export function columnSums(draft: Draft, rows: Matrices, count: number, columns: number, sums: Buffer, to = 0): void {
  const loops = [
    { count, from: rows.row, to: 0 },
    { count: columns, from: 1, to: 1 },
  ]
  draft.call("sums", accumulated(draft.module, { from: rows.first ?? 0, to, loops }), [rows.buffer, sums])
}

/** Rows of a weight of features × features; the part-th of those that stand one below the other. */
export function weightRows({ draft, param }: Site, name: string, { features }: HeadSizes, part: number): Matrices {
  const weight = param(name)
  if (weight === null) throw new Error(`attention has no ${name}`)
  return { buffer: draft.flat(weight), first: part * features * features, row: features, column: 1 }
}

/** A mask of one matrix for all, or of one for each example and head. */
export function perHead(mask: Shape, lead: Shape): Shape {
  return mask.length === 3 ? [...lead, ...mask.slice(1)] : mask
}
