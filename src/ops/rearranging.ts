// What ops that only rearrange numbers share: filling in a size that is left open, and what becomes of spatial axes. By
// convention these are all axes after batch and channels.

import { formatShape, type Shape, sameShape, sizeOf } from "../tensor/tensor.ts"
import { axisOf, dimProblem } from "./axes.ts"
import { type Axis, counted } from "./axisNames.ts"
import type { ShapeProblem } from "./op.ts"
import type { ReceptiveField } from "./window.ts"

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
 * numbers before and after. One to one is the same axis; one to many splits, many to one merges; of many to many nothing is
 * known but that the size left `open` (−1) holds them. Axes of size 1 come and go.
 */
export function regrouped(before: Shape, after: Shape, open: number) {
  const own = (axis: number): number => before.length + axis
  const input: Axis[] = counted(before.length).slice()
  const output: Axis[] = after.map((_, axis) => own(axis))
  for (const { from, to } of groupsOf(before, after)) {
    const [only, place] = [from[0], to[0]]
    if (only === undefined || place === undefined) continue
    if (to.length === 1) output[place] = from.length === 1 ? only : { merged: from }
    else if (from.length === 1) input[only] = { merged: to.map(own) }
    else if (to.includes(open)) output[open] = { merged: [...from, null] }
  }
  return { inputs: { input }, outputs: { output } }
}

interface Group {
  readonly from: readonly number[]
  readonly to: readonly number[]
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
