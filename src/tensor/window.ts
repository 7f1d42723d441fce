// A box cut out of a tensor: a range of cells along each axis.

import { precisionOf, stretch } from "./lazy.ts"
import { allocate, type Shape, type Tensor } from "./tensor.ts"

/** Cells `from` to `to` of one axis, `to` excluded. */
interface Span {
  readonly from: number
  readonly to: number
}
/** A span for each axis, the outermost first. */
export type Window = readonly Span[]

/** Whether it has one span for each axis of `shape`, each with whole numbers, inside of the axis and not empty. */
export function fitsIn(window: Window, shape: Shape): boolean {
  return (
    window.length === shape.length &&
    window.every(
      ({ from, to }, axis) =>
        Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= (shape[axis] ?? 0),
    )
  )
}

/** The cells of a window that fits, as numbers of their own. The shape has the spans' lengths. */
export function cut(tensor: Tensor, window: Window): Tensor {
  const shape = window.map(({ from, to }) => to - from)
  const size = shape.reduce((all, n) => all * n, 1)
  const data = allocate(size, precisionOf(tensor))
  // What lies side by side is copied at once: the last axis, and those before it while the ones behind are whole.
  let run = 1
  let axis = window.length - 1
  for (; axis >= 0; axis--) {
    run *= shape[axis]!
    if (shape[axis] !== tensor.shape[axis]) break
  }
  const outer = window.slice(0, Math.max(0, axis))
  const at = window.map(({ from }) => from)
  for (let to = 0; to < size; to += run) {
    let start = 0
    for (const [i, n] of tensor.shape.entries()) start = start * n + at[i]!
    data.set(stretch(tensor, start, start + run), to)
    for (let i = outer.length - 1; i >= 0; i--) {
      at[i] = at[i]! + 1
      if (at[i]! < outer[i]!.to) break
      at[i] = outer[i]!.from
    }
  }
  return { shape, data }
}
