// "Compare with my array": an array from elsewhere held against one tensor of a run. Shapes are matched, the first and the
// worst wrong cell named, and known mistakes are tried: each makes from our numbers what the mistake would give, and is
// named only if that is their array. This folder judges numbers only: pasted text has been read before (formats/arrays).

import { addressOf } from "../../tensor/address.ts"
import { castTo, formatShape, type Shape, type Tensor } from "../../tensor/tensor.ts"
import { ended } from "../../tensor/work.ts"
import { cellTensor } from "../explain/explain.ts"
import { columnByColumn, mirrored, offByOne, reordered } from "./arrangement.ts"
import { digitsGiven } from "./digits.ts"
import { droppedPiece, droppedTerm } from "./dropped.ts"
import { candidateOf, trialsOf } from "./elsewhere.ts"
import { fitsOf, type ShapeFit, sizeWords } from "./fit.ts"
import { offset } from "./offset.ts"
import { otherSize } from "./otherSize.ts"
import { paintedOff } from "./painted.ts"
import {
  type Candidate,
  type CauseRule,
  type ComparedTensor,
  explains,
  type Place,
  says,
  type Tolerance,
  toleranceFor,
  wrongCells,
} from "./rerun/subject.ts"
import { scaled } from "./scale.ts"

/** One cell in which what was given and what is here differ by more than the tolerance. */
export interface WrongCell {
  /** Flat index into our tensor. */
  readonly index: number
  readonly address: readonly number[]
  readonly ours: number
  readonly theirs: number
  /** theirs − ours. */
  readonly difference: number
}
interface Cause {
  readonly words: string
  /** The formula of what is missing, or null. */
  readonly tex: string | null
}
/** Both arrays cell by cell: how many cells, and the flat indices of the wrong ones in our tensor. */
export interface Cells {
  readonly of: number
  readonly wrong: readonly number[]
  readonly first: WrongCell | null
  readonly worst: WrongCell | null
  /** How exactly the array was written: `3 digits given`; null where every number is exact. */
  readonly digits: string | null
}
/** What a comparison of an array from elsewhere with a tensor of the run found. */
export interface Comparison {
  /** Null where the shapes do not go together; `shapes` then says so. */
  readonly cells: Cells | null
  /** What had to be done to bring the shapes together, or why they cannot be; null if they are the same. */
  readonly shapes: string | null
  readonly tolerance: Tolerance
  /** Most likely first. */
  readonly causes: readonly Cause[]
  /** Mistakes that were tried. */
  readonly tried: number
  /** Why not all could be tried, or why what fits is not named; null where nothing is to be said. */
  readonly caveat: string | null
}

/** What names a mistake of mathematics comes before what only moves or scales numbers. */
const FIRST: readonly CauseRule[] = [reordered, droppedPiece, droppedTerm]
const LAST: readonly CauseRule[] = [scaled, mirrored, columnByColumn, paintedOff, offByOne, offset]
const MOST_CAUSES = 3
/** Above this only shapes and cells are compared. */
const MOST_ELEMENTS = 500_000

const TOO_LARGE = "The tensor is too large to try the usual mistakes on it."
const CUT = "Mistakes further away in the graph were not tried: it is too large to be run again for each."
const TOO_COARSE = "Some mistakes would fit, but with so few digits others would fit as well: paste more digits."

/** Runs to the end at once. */
export function compareArrays(place: Place, theirs: Tensor, halves: Tensor | null): Comparison | null {
  return ended(compareSteps(place, theirs, halves))
}

/**
 * Yields what is known so far, often, while mistakes are tried. Null if the run has no such tensor. `halves`: how far each
 * written number may be from the one meant, in the shape of `theirs`; null where all are exact.
 */
export function* compareSteps(
  place: Place,
  theirs: Tensor,
  halves: Tensor | null,
): Generator<Comparison, Comparison | null, void> {
  const { analysis, result, name, side } = place
  const found = cellTensor(analysis, result, { name, side })
  if (found === undefined) return null
  const subject: ComparedTensor = { ...place, ours: castTo(found, "float64") }
  const given = { tensor: theirs, halves }
  const best = bestFit(subject.ours, given)
  if (best === null) return unmatched(subject, given)
  const { fit, wrong, tolerance } = best
  const cells = { ...cellsOf(subject.ours, fit.tensor, wrong), digits: digitsGiven(fit.tensor, tolerance) }
  const said = fit.words && `Your array, ${fit.words}.`
  const plain: Comparison = { cells, shapes: said, tolerance, causes: [], tried: 0, caveat: null }
  if (wrong.length === 0) return { ...plain, causes: turnedCause(fit) }
  if (subject.ours.data.length > MOST_ELEMENTS) return { ...plain, caveat: TOO_LARGE }
  yield plain
  return yield* tryAll(subject, fit.tensor, plain)
}

interface Given {
  readonly tensor: Tensor
  readonly halves: Tensor | null
}
interface Fitted {
  readonly fit: ShapeFit
  readonly wrong: readonly number[]
  readonly tolerance: Tolerance
}

function bestFit(ours: Tensor, { tensor, halves }: Given): Fitted | null {
  let best: Fitted | null = null
  const room = toleranceFor(ours)
  // Digits go where their numbers go: fits follow from the shape alone.
  const digits = halves === null ? [] : fitsOf(ours.shape, halves)
  for (const [i, fit] of fitsOf(ours.shape, tensor).entries()) {
    const tolerance = { ...room, halves: digits[i]?.tensor.data ?? null }
    const wrong = wrongCells(ours, fit.tensor, tolerance)
    if (best === null || wrong.length < best.wrong.length) best = { fit, wrong, tolerance }
  }
  return best
}

/** Right numbers under another order of axes are a mistake all the same. */
function turnedCause({ words, turned }: ShapeFit): readonly Cause[] {
  return turned && words !== null ? [{ words: `The numbers are ours, but ${words}.`, tex: null }] : []
}

function* tryAll(subject: ComparedTensor, theirs: Tensor, plain: Comparison): Generator<Comparison, Comparison, void> {
  const causes: Cause[] = []
  let [tried, coarse, cut] = [0, false, false]
  const so = (): Comparison => ({
    ...plain,
    causes,
    tried,
    caveat: cut ? CUT : coarse && causes.length === 0 ? TOO_COARSE : null,
  })
  for (const part of everyCandidate(subject, theirs)) {
    if (part === "pause" || part === "cut") {
      cut ||= part === "cut"
      yield so()
      continue
    }
    if (part.lastResort && causes.length > 0) continue
    tried++
    if (!explains(part, theirs, plain.tolerance)) continue
    if (!says(part, subject.ours, theirs, plain.tolerance)) coarse = true
    else if (!causes.some(({ words }) => words === part.words))
      causes.push({ words: part.words, tex: part.tex ?? null })
    if (causes.length === MOST_CAUSES) return so()
  }
  return so()
}

/** Candidates in the order in which they are named, with pauses between those that take long. */
function* everyCandidate(subject: ComparedTensor, theirs: Tensor): Generator<Candidate | "pause" | "cut", void, void> {
  for (const rule of FIRST) yield* rule(subject, theirs)
  const trials = yield* pausing(trialsOf(subject))
  if (trials === null || trials.cut) yield "cut"
  for (const trial of trials?.trials ?? []) {
    yield "pause"
    const candidate = trials && (yield* pausing(candidateOf(subject, trials.graph, trial)))
    if (candidate !== null) yield candidate
  }
  if (trials !== null) {
    const ones = yield* pausing(trials.graph.withOnes())
    if (ones !== null) yield { words: "The upstream gradient was taken for all ones.", tensor: ones }
  }
  for (const rule of LAST) {
    yield "pause"
    yield* rule(subject, theirs)
  }
}

function* pausing<T>(work: Generator<void, T, void>): Generator<"pause", T, void> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    yield "pause"
  }
}

function unmatched(subject: ComparedTensor, given: Given): Comparison {
  const theirs = given.tensor
  const [a, b] = [sizeWords(theirs.shape), formatShape(subject.ours.shape)]
  const shapes = `Your array is ${a} (${cellWords(theirs.shape)}), this tensor is ${b} (${cellWords(subject.ours.shape)}).`
  const sizes = [...otherSize(subject)]
  const causes = sizes.filter(({ tensor }) => bestFit(tensor, given)?.wrong.length === 0)
  const named = causes.slice(0, MOST_CAUSES).map(({ words, tex }) => ({ words, tex: tex ?? null }))
  return {
    cells: null,
    shapes,
    tolerance: toleranceFor(subject.ours),
    causes: named,
    tried: sizes.length,
    caveat: null,
  }
}

function cellWords(shape: Shape): string {
  const size = shape.reduce((product, n) => product * n, 1)
  return size === 1 ? "1 cell" : `${size} cells`
}

function cellsOf(ours: Tensor, theirs: Tensor, wrong: readonly number[]): Omit<Cells, "digits"> {
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
