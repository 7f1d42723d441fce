// What ops that only rearrange numbers share: filling in a size that is left open, and what becomes of spatial axes. By
// convention these are all axes after batch and channels.

import type { FastMove, FastView } from "../../kernels/fast.ts"
import { formatShape, type Shape, sameShape, sizeOf, stridesOf } from "../../tensor/tensor.ts"
import { broadcastStrides } from "../../tensor/walk.ts"
import { type Axis, counted } from "../axisNames.ts"
import type { ShapeProblem } from "../op.ts"
import type { ReceptiveField } from "../window.ts"
import { axisOf, dimProblem } from "./axes.ts"

/** Row-major order is kept: nothing happens to spatial axes that are still the last ones; vectors have seen them all. */
export function reshapedField(before: Shape, after: Shape): ReceptiveField {
  const spatial = before.slice(2)
  if (sameShape(before, after) || (spatial.length === 0 && after.length <= 2)) return "pointwise"
  if (spatial.length > 0 && sameShape(spatial, after.slice(-spatial.length))) return "pointwise"
  return after.length <= 2 ? "global" : "undefined"
}

/** `wanted` with its −1 worked out, or why it cannot be filled by the numbers of `from`. */
export function filledShape(from: Shape, wanted: Shape): Shape | ShapeProblem<"shape"> {
  const size = sizeOf(from)
  const open = wanted.filter((n) => n === -1).length
  const known = sizeOf(wanted.filter((n) => n !== -1))
  const written = `${wanted.length === 0 ? "a scalar" : formatShape(wanted)}`.replaceAll("-", "−")
  if (open > 1) return { at: "shape", sentence: `${written} leaves ${open} sizes open; only one may be −1.` }
  if (open === 1 && size % known === 0) return wanted.map((n) => (n === -1 ? size / known : n))
  if (open === 0 && size === known) return wanted
  const sum = open === 1 ? `${size}/${known} is not whole` : `${written} holds ${known}`
  const sentence = `${formatShape(from)} holds ${size} numbers, which do not fill ${written}: ${sum}.`
  return { at: "shape", sentence, found: String(size), expected: open === 1 ? `a multiple of ${known}` : String(known) }
}

/** `dimProblem` for an attribute of another name. */
export function axisProblem<Name extends string>(at: Name, shape: Shape, dim: number): ShapeProblem<Name> | null {
  const problem = dimProblem(shape, dim)
  return problem === null ? null : { ...problem, at, sentence: problem.sentence.replace(/^dim /, `${at} `) }
}

/** Whether `dim` names a spatial axis. */
export function isSpatial(shape: Shape, dim: number): boolean {
  return axisOf(shape, dim) >= 2
}

/** The order of axes with two of them exchanged. */
export function exchanged(rank: number, a: number, b: number): readonly number[] {
  return Array.from({ length: rank }, (_, axis) => (axis === a ? b : axis === b ? a : axis))
}

/** Spatial axes that move lose their window. */
export function permutedField(order: readonly number[]): ReceptiveField {
  return order.every((from, to) => from === to || (from < 2 && to < 2)) ? "pointwise" : "undefined"
}

/** Axis i of the output is axis `order[i]` of the input. */
export function permutedAxes(order: readonly number[]) {
  return { inputs: { input: counted(order.length) }, outputs: { output: order } }
}

/** An axis of other length, or that is moved along itself, is like that of the input; the others are the input's. */
export function cutAxes(before: Shape, after: Shape, moved: (axis: number) => boolean) {
  const input = counted(before.length)
  const output = input.map((axis) => (before[axis] !== after[axis] || moved(axis) ? { like: axis } : axis))
  return { inputs: { input }, outputs: { output } }
}

/**
 * What becomes of axes when numbers in row-major order get another shape: the smallest groups of neighbours that hold as many
 * numbers before and after. One to one is the same axis; one to many splits, many to one merges, many to many do both where
 * they are made of the same parts (2×12 and 6×4 of 2·3·4); else nothing is known but that the size left `open` (−1) holds
 * them. Axes of size 1 come and go.
 */
export function regrouped(before: Shape, after: Shape, open: number) {
  const own = (axis: number): number => before.length + axis
  const input: Axis[] = counted(before.length).slice()
  const output: Axis[] = after.map((_, axis) => own(axis))
  let next = before.length + after.length
  for (const group of groupsOf(before, after)) {
    const parts = commonParts(group, before, after)
    const isWhole = (side: "from" | "to", axis: number) => parts?.filter((part) => part[side] === axis).length === 1
    const tokens = parts?.map(({ from, to }) => (isWhole("from", from) ? from : isWhole("to", to) ? own(to) : next++))
    const madeOf = (side: "from" | "to", axis: number): Axis => {
      const merged = tokens?.filter((_, i) => parts?.[i]?.[side] === axis) ?? []
      return merged.length === 1 ? (merged[0] ?? null) : { merged }
    }
    if (parts === null) {
      if (group.to.includes(open)) output[open] = { merged: [...group.from, null] }
      continue
    }
    for (const axis of group.from) input[axis] = madeOf("from", axis)
    for (const axis of group.to) output[axis] = madeOf("to", axis)
  }
  return { inputs: { input }, outputs: { output } }
}

interface Group {
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** In which axis a part lies before and after. */
interface CommonPart {
  readonly from: number
  readonly to: number
}

/** The parts that the axes of a group are made of on both sides, the outermost first; null where an axis ends within one. */
function commonParts({ from, to }: Group, before: Shape, after: Shape): readonly CommonPart[] | null {
  const parts: CommonPart[] = []
  let [i, j] = [from.length - 1, to.length - 1]
  let [held, wanted] = [1, 1]
  while (i >= 0 && j >= 0) {
    const [a, b] = [from[i] ?? 0, to[j] ?? 0]
    const [left, right] = [(before[a] ?? 1) / held, (after[b] ?? 1) / wanted]
    const size = Math.min(left, right)
    if (Math.max(left, right) % size !== 0) return null
    parts.unshift({ from: a, to: b })
    ;[held, i] = left === size ? [1, i - 1] : [held * size, i]
    ;[wanted, j] = right === size ? [1, j - 1] : [wanted * size, j]
  }
  return parts
}

function groupsOf(before: Shape, after: Shape): readonly Group[] {
  const groups: Group[] = []
  let [i, j] = [0, 0]
  while (i < before.length && j < after.length) {
    const [from, to] = [[i], [j]]
    let [held, wanted] = [before[i++] ?? 1, after[j++] ?? 1]
    while (held !== wanted && (held < wanted ? i < before.length : j < after.length)) {
      if (held < wanted) {
        from.push(i)
        held *= before[i++] ?? 1
      } else {
        to.push(j)
        wanted *= after[j++] ?? 1
      }
    }
    const longer = (axes: readonly number[], shape: Shape) => axes.filter((axis) => shape[axis] !== 1)
    groups.push(held === 1 ? { from, to } : { from: longer(from, before), to: longer(to, after) })
  }
  return groups
}

// ---- As copies ----------------------------------------------------------------------------------------------------------

/** Axes in another order, as kernels do it; the same numbers where only axes of size 1 change places. */
export function permutedFast(from: Shape, order: readonly number[]): FastMove | FastView {
  const longer = order.filter((axis) => from[axis] !== 1)
  if (longer.every((axis, i) => i === 0 || axis > (longer[i - 1] ?? 0))) return { kernel: "view" }
  const before = stridesOf(from)
  const after = stridesOf(order.map((axis) => from[axis] ?? 1))
  const loops = order.map((axis, i) => ({ count: from[axis] ?? 1, from: before[axis] ?? 0, to: after[i] ?? 0 }))
  return { kernel: "move", copies: [{ input: "input", output: "output", from: 0, to: 0, loops }], fill: null }
}

/** Repeats along axes of size 1 and new leading ones. */
export function expandedFast(from: Shape, to: Shape): FastMove {
  const [before, after] = [broadcastStrides(from, to), stridesOf(to)]
  const loops = to.map((count, axis) => ({ count, from: before[axis] ?? 0, to: after[axis] ?? 0 }))
  return { kernel: "move", copies: [{ input: "input", output: "output", from: 0, to: 0, loops }], fill: null }
}

/** Parts that lie one behind the other along an axis of the whole; `joins`: they are the inputs, else the outputs. */
export function partsFast(whole: Shape, axis: number, parts: readonly number[], joins: boolean): FastMove {
  const outer = stridesOf(whole)
  let first = 0
  const copies = parts.map((length, k) => {
    const part = whole.map((size, i) => (i === axis ? length : size))
    const inner = stridesOf(part)
    const at = first * (outer[axis] ?? 0)
    first += length
    const loops = part.map((count, i) => {
      const [own, all] = [inner[i] ?? 0, outer[i] ?? 0]
      return joins ? { count, from: own, to: all } : { count, from: all, to: own }
    })
    return joins
      ? { input: `inputs[${k}]`, output: "output", from: 0, to: at, loops }
      : { input: "input", output: `outputs[${k}]`, from: at, to: 0, loops }
  })
  return { kernel: "move", copies, fill: null }
}

/** So many copies at most: each is code of its own. */
const MOST_COPIES = 32

/** Of each axis the cells with these numbers, −1 where `fill` stands; null where that takes too many copies. */
export function takenFast(from: Shape, cells: readonly ArrayLike<number>[], fill: number): FastMove | null {
  const [before, after] = [stridesOf(from), stridesOf(cells.map(({ length }) => length))]
  let copies = [{ input: "input", output: "output", from: 0, to: 0, loops: [] as FastMove["copies"][number]["loops"] }]
  for (const [axis, taken] of cells.entries()) {
    const [own, all] = [before[axis] ?? 0, after[axis] ?? 0]
    const runs = runsOf(taken)
    if (copies.length * runs.length > MOST_COPIES) return null
    copies = copies.flatMap((copy) =>
      runs.map(({ at, cell, count, step }) => ({
        ...copy,
        from: copy.from + cell * own,
        to: copy.to + at * all,
        loops: [...copy.loops, { count, from: step * own, to: all }],
      })),
    )
  }
  const open = cells.some((taken) => Array.from(taken).includes(-1))
  return { kernel: "move", copies, fill: open ? fill : null }
}

interface Run {
  readonly at: number
  readonly cell: number
  readonly count: number
  readonly step: number
}

/** Cells as runs of equal steps, without those that are −1. */
function runsOf(cells: ArrayLike<number>): readonly Run[] {
  const runs: Run[] = []
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? -1
    const last = runs.at(-1)
    if (cell < 0) continue
    const follows = last !== undefined && at === last.at + last.count
    const step = follows && last.count === 1 ? cell - last.cell : (last?.step ?? 0)
    if (follows && cell === last.cell + last.count * step)
      runs[runs.length - 1] = { ...last, count: last.count + 1, step }
    else runs.push({ at, cell, count: 1, step: 1 })
  }
  return runs
}
