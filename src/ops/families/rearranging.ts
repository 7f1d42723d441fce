// What ops that only rearrange numbers share: filling in a size that is left open, and what becomes of spatial axes. By
// convention these are all axes after batch and channels.

import { formatShape, type Shape, sameShape, sizeOf } from "../../tensor/tensor.ts"
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
