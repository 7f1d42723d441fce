// Which examples a step takes, in which order, and the tensors that its Inputs start with. Everything random comes from the
// seed: the order of an epoch from (seed, epoch), what a step draws from (seed, step).

import { randomStream } from "../../tensor/random.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { DataSet } from "../data/data.ts"
import { shuffledIndices } from "../data/drawing.ts"
import type { Feed } from "../data/feeds.ts"
import { takeRows } from "../data/split.ts"

/** The seed of what a step draws: dropout masks, and Inputs that are drawn anew. Steps count from 1. */
export function stepSeed(seed: number, step: number): number {
  return randomStream(seed, "train", `step ${step}`).below(2 ** 48)
}

/** The examples of an epoch in their order; epochs count from 0. */
export function epochOrder(examples: number, seed: number, epoch: number, shuffle: boolean): Int32Array {
  if (!shuffle) return stretch(0, examples)
  return Int32Array.from(shuffledIndices(examples, randomStream(seed, "train", `order ${epoch}`)))
}

/** What the fed Inputs hold for these examples, by Input. */
export function batchOf(data: DataSet, feeds: readonly Feed[], rows: Int32Array): ReadonlyMap<string, Tensor> {
  // All examples in their own order need no copy; nothing writes into a pass's inputs.
  const whole = rows.length === data.count && rows.every((row, i) => row === i)
  return new Map(
    feeds.map(({ input, field }) => {
      const tensor = data.fields.get(field)?.tensor
      if (tensor === undefined) throw new Error(`the data have no field ${field}`)
      return [input, whole ? tensor : takeRows(tensor, Array.from(rows))] as const
    }),
  )
}

/** `count` examples from `start` on. */
export function stretch(start: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => start + i)
}
