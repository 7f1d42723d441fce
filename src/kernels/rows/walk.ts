// Loops over the places of a layout: one axis inside the other, and the innermost in vectors.

import type { Code } from "../wasm/code.ts"
import type { Local } from "../wasm/values.ts"
import { type Cell, cellAt } from "./cell.ts"
import type { Axis } from "./layout.ts"

/** Where each operand is. */
export type Pointers = readonly Local<"i32">[]

/** Vectors that are at work together: a line of the cache. */
export const TOGETHER = 4

/** Loops, the outermost first. */
export function nest(code: Code, axes: readonly Axis[], at: Pointers, body: (at: Pointers) => void): void {
  const [axis, ...inner] = axes
  if (axis === undefined) {
    body(at)
    return
  }
  const here = moving(code, at, axis)
  code.repeat(axis.count, () => {
    nest(code, inner, here, body)
    advance(code, here, axis, 1)
  })
}

/** Pointers of a loop's own: those that it moves. */
export function moving(code: Code, at: Pointers, axis: Axis): Pointers {
  return at.map((pointer, k) => (axis.steps[k] === 0 ? pointer : code.let(pointer)))
}

/** Moves pointers along an axis, so many places. */
export function advance(code: Code, pointers: Pointers, axis: Axis, places: number): void {
  for (const [k, pointer] of pointers.entries()) code.advance(pointer, 4 * places * (axis.steps[k] ?? 0))
}

/** Whether a stretch of numbers is long enough for several vectors at once. */
export function unrolled(count: number): boolean {
  return count >= 8 * TOGETHER
}

/** Visits neighbours in a row: some vectors at once, then single ones, then what is less than a vector. */
export function stretch(code: Code, axis: Axis, start: Pointers, visit: (cell: Cell) => void): void {
  const pointers = moving(code, start, axis)
  const place = { code, pointers, axis, inRow: true }
  const vectors = Math.floor(axis.count / 4)
  const groups = unrolled(axis.count) ? Math.floor(vectors / TOGETHER) : 0
  const loop = (count: number, width: number): void => {
    if (count === 0) return
    code.repeat(count, () => {
      for (let block = 0; block < width; block++) visit(cellAt(place, block, 4))
      advance(code, pointers, axis, 4 * width)
    })
  }
  loop(groups, TOGETHER)
  loop(vectors - TOGETHER * groups, 1)
  if (axis.count % 4 > 0) visit(cellAt(place, 0, axis.count % 4))
}
