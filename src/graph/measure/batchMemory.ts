// Memory of a training step against the batch. All shapes are worked out anew at each size, so that what does not grow evenly
// (scores of every example with every other) is right too, and a size at which the graph cannot be computed is seen.

import type { Analysis } from "../analysis/analysis.ts"
import type { Problem } from "../problem.ts"
import { atBatch } from "./atBatch.ts"
import type { Moment } from "./trainingHolding.ts"
import {
  largestBatch,
  peakAt,
  type TrainingMemory,
  type TrainingMemoryOptions,
  totalAt,
  trainingMemory,
} from "./trainingMemory.ts"

/** What a step holds at one size of batch, in bytes. */
export interface MemoryAt {
  readonly memory: TrainingMemory
  /** Activations and their gradients at the fullest moment, and which that is. */
  readonly activations: number
  readonly moment: Moment | null
  readonly total: number
  /** Why the graph cannot be computed with such a batch; then the numbers mean nothing. */
  readonly problems: readonly Problem[]
  /** These, and what is wrong at any size. */
  readonly all: readonly Problem[]
}

/** A step with a batch of this size. */
export function memoryAt(analysis: Analysis, batch: number, options: TrainingMemoryOptions): MemoryAt {
  const { analysis: there, problems, all } = atBatch(analysis, batch)
  const memory = trainingMemory(there, options)
  const { bytes, moment } = peakAt(memory, batch)
  return { memory, activations: bytes, moment, total: totalAt(memory, batch), problems, all }
}

/** The largest batch within a limit. */
export interface Largest {
  /** 0 if not even one example fits, infinite if the batch does not matter and it fits. */
  readonly batch: number
  /** Why the graph cannot be computed with the batch that would fit by its memory; then `batch` is smaller than that. */
  readonly problems: readonly Problem[]
}

/** The longest axis that a shape may have: more examples are no batch. */
const MOST = 2 ** 24
/** Sizes next to the one that memory allows that are tried where the graph does not take that one. */
const TRIES = 64

/**
 * The largest batch of which a step fits in `limit` bytes and with which the graph can be computed. Where it takes only some
 * sizes, those next to what memory allows are tried, then multiples of the batch as drawn; the batch as drawn is the last.
 */
export function findLargest(analysis: Analysis, options: TrainingMemoryOptions, limit: number): Largest {
  const drawn = trainingMemory(analysis, options)
  const line = largestBatch(drawn, limit)
  if (drawn.batch === null || line === Number.POSITIVE_INFINITY) return { batch: line, problems: [] }
  const each = drawn.batch
  const totalOf = (batch: number): number => {
    // Behind a node that cannot be computed nothing is known: a whole number of the batches as drawn may do, else the line.
    for (const size of [batch, Math.ceil(batch / each) * each]) {
      const { total, problems } = memoryAt(analysis, size, options)
      if (problems.length === 0) return total
    }
    return totalAt(drawn, batch)
  }
  const most = largestWhere((batch) => totalOf(batch) <= limit, Math.min(line, MOST))
  const { problems } = atBatch(analysis, most)
  if (most === 0 || problems.length === 0) return { batch: most, problems: [] }
  const works = (batch: number): boolean => {
    const { total, problems: refused } = memoryAt(analysis, batch, options)
    return refused.length === 0 && total <= limit
  }
  const batch = sizesNear(most, each).find(works) ?? 0
  // The next size tells most; where that would do, the one that memory allows.
  const next = atBatch(analysis, batch + 1).problems
  return { batch, problems: next.length > 0 ? next : problems }
}

function sizesNear(most: number, drawn: number): readonly number[] {
  const first = most + Math.min(drawn, TRIES)
  const next = Array.from({ length: first - most + TRIES }, (_, i) => first - i)
  const whole = Math.floor(most / drawn)
  const multiples = Array.from({ length: TRIES }, (_, i) => (whole - i) * drawn)
  const doubles = Array.from({ length: 24 }, (_, i) => drawn * 2 ** i)
  const sizes = [...next, ...multiples, ...doubles].filter((size) => size >= 1 && size <= first)
  return [...new Set(sizes)].toSorted((a, b) => b - a)
}

/** The largest size that fits, if all below it do; most often the guess is right, and two questions tell. */
function largestWhere(fits: (batch: number) => boolean, guess: number): number {
  let [low, high] = [0, MOST + 1]
  const first = Math.max(1, guess)
  if (fits(first)) low = first
  else high = first
  // Away from the guess by doubling, then between what fits and what does not by halves.
  for (let step = 1; low > 0 && low + step < high; step *= 2) {
    if (fits(low + step)) low += step
    else high = low + step
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle
  }
  return Math.min(low, MOST)
}
