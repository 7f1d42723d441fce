// Examples held back for validation.

import { randomStream } from "../../tensor/random.ts"
import { dtypeOf, sizeOf, type Tensor, zeros } from "../../tensor/tensor.ts"
import type { DataSet, MadeData } from "./data.ts"
import { shuffledIndices } from "./drawing.ts"

/** Holds back round(share·count) examples, drawn by the seed; both parts keep the order of the whole. */
export function splitData(all: DataSet, share: number, seed: number): MadeData {
  const held = Math.round(all.count * share)
  if (held === 0) return { training: all, validation: null }
  const order = shuffledIndices(all.count, randomStream(seed, "data", "split"))
  const ascending = (rows: readonly number[]): number[] => [...rows].sort((a, b) => a - b)
  return {
    training: takeExamples(all, ascending(order.slice(held))),
    validation: takeExamples(all, ascending(order.slice(0, held))),
  }
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
