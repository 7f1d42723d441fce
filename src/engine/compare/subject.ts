// What a comparison asks about: our tensor and the array that should be like it, and how near is near enough.

import type { Analysis } from "../../graph/analysis.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { Cell } from "../explain/explanation.ts"
import type { RunResult } from "../result.ts"

/** A tensor of a run: `node:port`, `node.param` or a wire's name, as value or as gradient. */
export interface Place extends Omit<Cell, "index"> {
  readonly analysis: Analysis
  readonly result: RunResult
}
export interface Subject extends Place {
  /** In float64. */
  readonly ours: Tensor
}

/** Two numbers agree if they differ by at most absolute + relative · the larger magnitude. */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
}

/** A variation of our tensor that a known mistake would give. NaN: a cell of which the mistake says nothing. */
export interface Candidate {
  readonly words: string
  readonly tensor: Tensor
  /** The formula of what is missing. */
  readonly tex?: string
  /** Said only where nothing else explains the array. */
  readonly lastResort?: true
}
/** Candidates of one family of mistakes. `theirs` has our shape; some mistakes can be read off it. */
export type CauseRule = (subject: Subject, theirs: Tensor) => Iterable<Candidate>

const FLOAT32 = 1e-5

/** Room for float32, and for numbers that were rounded when they were printed. */
export function toleranceFor(ours: Tensor, rounding: Tolerance): Tolerance {
  let largest = 0
  for (const x of ours.data) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x))
  // Half of the last place itself has a rounding error.
  return { absolute: 1.001 * rounding.absolute + 3e-7 * largest, relative: FLOAT32 + rounding.relative }
}

export function agree(a: number, b: number, { absolute, relative }: Tolerance): boolean {
  if (Object.is(a, b) || a === b) return true
  return Math.abs(a - b) <= absolute + relative * Math.max(Math.abs(a), Math.abs(b))
}

/** Flat indices of the cells that disagree. */
export function wrongCells(ours: Tensor, theirs: Tensor, tolerance: Tolerance): readonly number[] {
  const wrong: number[] = []
  ours.data.forEach((x, i) => {
    if (!agree(x, theirs.data[i] ?? Number.NaN, tolerance)) wrong.push(i)
  })
  return wrong
}

/** Whether a candidate is the array, where it says anything: at least on half of the cells, and on more than one number. */
export function explains({ tensor }: Candidate, theirs: Tensor, tolerance: Tolerance): boolean {
  let known = 0
  let distinct = 0
  let first: number | undefined
  for (const [i, x] of tensor.data.entries()) {
    if (Number.isNaN(x)) continue
    if (!agree(x, theirs.data[i] ?? Number.NaN, tolerance)) return false
    known++
    first ??= x
    if (x !== first) distinct++
  }
  const size = tensor.data.length
  return 2 * known >= size && (known === size || distinct > 0)
}

/** Bits by which an agreement must go beyond chance: there are some hundred mistakes, any of which might fit. */
const SURE = 12
const MOST_BITS = 20
/** A cell counts only if their number is this much nearer to the mistake's than to ours. */
const CLEAR = 4
/** Closer than this share is taken for rounding in float64. */
const CLOSEST = 1e-10

/**
 * Whether it says something that a candidate fits: how much nearer it is to their numbers than ours are, over all cells that
 * it changes. Two digits of one number fit some mistake by chance.
 */
export function says({ tensor }: Candidate, ours: Tensor, theirs: Tensor, rounding: Tolerance): boolean {
  let bits = 0
  for (const [i, x] of ours.data.entries()) {
    const [y, t] = [tensor.data[i] ?? Number.NaN, theirs.data[i] ?? Number.NaN]
    const apart = Math.abs(y - x)
    const left = Math.max(Math.abs(y - t), rounding.absolute + rounding.relative * Math.abs(y), CLOSEST * Math.abs(y))
    if (!(apart > CLEAR * left)) continue
    bits += left === 0 ? MOST_BITS : Math.min(MOST_BITS, Math.log2(apart / left))
    if (bits >= SURE) return true
  }
  return false
}
