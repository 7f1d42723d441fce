// "Compare with my array": an array from elsewhere held against one tensor of a run. Shapes are matched, the first and the
// worst wrong cell named, and known mistakes are tried: each makes from our numbers what the mistake would give, and is
// named only if that is their array.

import { addressOf } from "../../tensor/address.ts"
import { castTo, formatShape, type Shape, type Tensor } from "../../tensor/tensor.ts"
import { tensorOf } from "../explain/explain.ts"
import { columnByColumn, mirrored, offByOne, reordered } from "./arrangement.ts"
import { droppedNormTerm, droppedPiece, droppedTerm } from "./dropped.ts"
import { type Fit, fitsOf } from "./fit.ts"
import { paintedOff } from "./painted.ts"
import { otherPadding, recomputed } from "./recomputed.ts"
import { scaled } from "./scale.ts"
import {
  type Candidate,
  type CauseRule,
  explains,
  type Place,
  type Subject,
  type Tolerance,
  toleranceFor,
  wrongCells,
} from "./subject.ts"

export interface WrongCell {
  /** Flat index into our tensor. */
  readonly index: number
  readonly address: readonly number[]
  readonly ours: number
  readonly theirs: number
  /** theirs − ours. */
  readonly difference: number
}
export interface Cause {
  readonly words: string
  /** The formula of what is missing, or null. */
  readonly tex: string | null
}
export interface Comparison {
  /** Null where the shapes do not go together; `shapes` then says so. */
  readonly cells: {
    readonly of: number
    readonly wrong: readonly number[]
    readonly first: WrongCell | null
    readonly worst: WrongCell | null
  } | null
  /** What had to be done to bring the shapes together, or why they cannot be; null if they are the same. */
  readonly shapes: string | null
  readonly tolerance: Tolerance
  /** Most likely first. */
  readonly causes: readonly Cause[]
}

/** By family; what names a mistake of mathematics comes before what only fits a number. */
const RULES: readonly CauseRule[] = [
  reordered,
  droppedPiece,
  droppedTerm,
  droppedNormTerm,
  recomputed,
  scaled,
  mirrored,
  columnByColumn,
  paintedOff,
  offByOne,
]
const MOST_CAUSES = 3
/** Above this only shapes and cells are compared: causes would keep the page waiting. */
const MOST_ELEMENTS = 500_000

/** Null if the run has no such tensor. `rounding`: how far a written number may be from the one meant. */
export function compareArrays(place: Place, theirs: Tensor, rounding: Tolerance): Comparison | null {
  const { analysis, result, name, side } = place
  const found = tensorOf(analysis, result, { name, side })
  if (found === undefined) return null
  const subject: Subject = { ...place, ours: castTo(found, "float64") }
  const tolerance = toleranceFor(subject.ours, rounding)
  const best = bestFit(subject.ours, theirs, tolerance)
  if (best === null) return unmatched(subject, theirs, tolerance)
  const { fit, wrong } = best
  const small = subject.ours.data.length <= MOST_ELEMENTS
  const causes = wrong.length === 0 ? turnedCause(fit) : small ? causesOf(subject, fit.tensor, tolerance) : []
  return { cells: cellsOf(subject.ours, fit.tensor, wrong), shapes: fit.words, tolerance, causes }
}

function bestFit(ours: Tensor, theirs: Tensor, tolerance: Tolerance): { fit: Fit; wrong: readonly number[] } | null {
  let best: { fit: Fit; wrong: readonly number[] } | null = null
  for (const fit of fitsOf(ours.shape, theirs)) {
    const wrong = wrongCells(ours, fit.tensor, tolerance)
    if (best === null || wrong.length < best.wrong.length) best = { fit, wrong }
  }
  return best
}

/** Right numbers under another order of axes are a mistake all the same. */
function turnedCause({ words, turned }: Fit): readonly Cause[] {
  return turned && words !== null ? [{ words: `The numbers are ours, but ${words}.`, tex: null }] : []
}

function causesOf(subject: Subject, theirs: Tensor, tolerance: Tolerance): readonly Cause[] {
  const causes: Cause[] = []
  for (const rule of RULES) {
    for (const candidate of rule(subject, theirs)) {
      if (candidate.lastResort && causes.length > 0) continue
      if (!explains(candidate, theirs, tolerance)) continue
      causes.push(causeOf(candidate))
      if (causes.length === MOST_CAUSES) return causes
    }
  }
  return causes
}

function causeOf({ words, tex }: Candidate): Cause {
  return { words, tex: tex ?? null }
}

function unmatched(subject: Subject, theirs: Tensor, tolerance: Tolerance): Comparison {
  const [a, b] = [formatShape(theirs.shape), formatShape(subject.ours.shape)]
  const shapes = `Your array is ${a} (${cellWords(theirs.shape)}), this tensor is ${b} (${cellWords(subject.ours.shape)}).`
  const causes = [...otherPadding(subject)].filter(
    ({ tensor }) => bestFit(tensor, theirs, tolerance)?.wrong.length === 0,
  )
  return { cells: null, shapes, tolerance, causes: causes.map(causeOf) }
}

function cellWords(shape: Shape): string {
  const size = shape.reduce((product, n) => product * n, 1)
  return size === 1 ? "1 cell" : `${size} cells`
}

function cellsOf(ours: Tensor, theirs: Tensor, wrong: readonly number[]): Comparison["cells"] {
  const cell = (index: number): WrongCell => {
    const [a, b] = [ours.data[index] ?? Number.NaN, theirs.data[index] ?? Number.NaN]
    return { index, address: addressOf(ours.shape, index), ours: a, theirs: b, difference: b - a }
  }
  const apart = (index: number): number => {
    const difference = Math.abs(cell(index).difference)
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
  }
  const [first] = wrong
  const worst = wrong.reduce((most, index) => (apart(index) > apart(most) ? index : most), first ?? 0)
  return {
    of: ours.data.length,
    wrong,
    first: first === undefined ? null : cell(first),
    worst: first === undefined ? null : cell(worst),
  }
}
