// What a comparison asks about: our tensor and the array that should be like it, and how near is near enough.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import type { Tensor, TensorData } from "../../../tensor/tensor.ts"
import type { Cell } from "../../explain/terms/explanation.ts"
import type { RunResult } from "../../pass/result.ts"

/** A tensor of a run: `node:port`, `node.param` or a wire's name, as value or as gradient. */
export interface Place extends Omit<Cell, "index"> {
  readonly analysis: Analysis
  readonly result: RunResult
}
/** A tensor of the run that is compared, with its place. */
export interface ComparedTensor extends Place {
  /** In float64. */
  readonly ours: Tensor
}

/**
 * Two numbers agree if they differ by at most absolute + relative · the larger magnitude, and half of the last digit that was
 * written.
 */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
  /** Half of the last digit of each written number, by its cell; null where all are exact. */
  readonly halves: TensorData | null
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
export type CauseRule = (subject: ComparedTensor, theirs: Tensor) => Iterable<Candidate>

const FLOAT32 = 1e-5
/** Half of the last digit, as a share, down to which float32 tells a digit from the next: the sixth digit and those before. */
const TOLD = 5e-7
/** Five units of float32's last place: the least room beside such a digit. */
const ROUNDING = 3e-7

/** Room for rounding in float32: 1e−5 of a number, and 3e−7 of the largest one for those near 0. */
export function toleranceFor(ours: Tensor): Tolerance {
  let largest = 0
  for (const x of ours.data) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x))
  return { absolute: 3e-7 * largest, relative: FLOAT32, halves: null }
}

/** Whether float32 can tell a number of this size from the next one with as many digits. */
export function tells(half: number, size: number): boolean {
  return half >= TOLD * size
}

/** Whether `b`, written with the digits of cell `cell`, is `a`. */
function agree(a: number, b: number, { absolute, relative, halves }: Tolerance, cell: number): boolean {
  if (Object.is(a, b) || a === b) return true
  const size = Math.max(Math.abs(a), Math.abs(b))
  const room = absolute + relative * size
  const half = halves?.[cell] ?? 0
  // Half of the last digit itself has a rounding error. Beside a digit that float32 can tell, its room must not hide the next one.
  return (
    Math.abs(a - b) <= 1.001 * half + (tells(half, size) ? Math.min(room, Math.max(half / 2, ROUNDING * size)) : room)
  )
}

/** Flat indices of the cells that disagree. */
export function wrongCells(ours: Tensor, theirs: Tensor, tolerance: Tolerance): readonly number[] {
  const wrong: number[] = []
  ours.data.forEach((x, i) => {
    if (!agree(x, theirs.data[i] ?? Number.NaN, tolerance, i)) wrong.push(i)
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
    if (!agree(x, theirs.data[i] ?? Number.NaN, tolerance, i)) return false
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
export function says({ tensor }: Candidate, ours: Tensor, theirs: Tensor, { halves }: Tolerance): boolean {
  let bits = 0
  for (const [i, x] of ours.data.entries()) {
    const [y, t] = [tensor.data[i] ?? Number.NaN, theirs.data[i] ?? Number.NaN]
    const apart = Math.abs(y - x)
    const left = Math.max(Math.abs(y - t), halves?.[i] ?? 0, CLOSEST * Math.abs(y))
    if (!(apart > CLEAR * left)) continue
    bits += left === 0 ? MOST_BITS : Math.min(MOST_BITS, Math.log2(apart / left))
    if (bits >= SURE) return true
  }
  return false
}
