// Examples held back for validation.

import { randomStream } from "../../tensor/random.ts"
import { dtypeOf, sizeOf, type Tensor, zeros } from "../../tensor/tensor.ts"
import type { DataSet, MadeData } from "./data.ts"
import { shuffledIndices } from "./drawing.ts"

/** Holds back round(share·count) examples, drawn by the seed; both parts keep the order of the whole. */
export function splitData(all: DataSet, share: number, seed: number): MadeData {
  const rows = splitRows(all.count, share, seed)
  if (rows === null) return { training: all, validation: null }
  return { training: takeExamples(all, rows.training), validation: takeExamples(all, rows.validation) }
}

/** Which of `count` examples are trained on and which held back, in ascending order; null where none is held back. */
export function splitRows(
  count: number,
  share: number,
  seed: number,
): { readonly training: readonly number[]; readonly validation: readonly number[] } | null {
  const held = Math.round(count * share)
  if (held === 0) return null
  const order = shuffledIndices(count, randomStream(seed, "data", "split"))
  const ascending = (rows: readonly number[]): number[] => [...rows].sort((a, b) => a - b)
  return { training: ascending(order.slice(held)), validation: ascending(order.slice(0, held)) }
}

/** The examples of these numbers, in their order. */
export function takeExamples(all: DataSet, rows: readonly number[]): DataSet {
  const fields = [...all.fields].map(
    ([name, field]) => [name, { ...field, tensor: takeRows(field.tensor, rows) }] as const,
  )
  return { count: rows.length, fields: new Map(fields) }
}

/** The rows of these numbers along the first axis, copied in their order. */
export function takeRows(tensor: Tensor, rows: readonly number[]): Tensor {
  const inner = tensor.shape.slice(1)
  const size = sizeOf(inner)
  const taken = zeros([rows.length, ...inner], dtypeOf(tensor))
  rows.forEach((row, at) => {
    taken.data.set(tensor.data.subarray(row * size, (row + 1) * size), at * size)
  })
  return taken
}
