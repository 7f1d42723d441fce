// Attributes that name axes, as PyTorch reads them: a negative one counts from the end; a scalar accepts 0 and −1.

import { formatShape, type Shape } from "../../tensor/tensor.ts"
import type { Means } from "../axisNames.ts"
import type { ShapeProblem } from "../op.ts"

/** The axis that `dim` names, from 0. `dimProblem` was asked first. */
export function axisOf(shape: Shape, dim: number): number {
  return dim < 0 ? dim + Math.max(1, shape.length) : dim
}

/** The axes that `dim` names, from 0; null and the empty list name all; those of a scalar are none. */
export function axesOf(shape: Shape, dim: readonly number[] | null): readonly number[] {
  if (dim === null || dim.length === 0) return shape.map((_, axis) => axis)
  return shape.length === 0 ? [] : dim.map((d) => axisOf(shape, d))
}

/** Entries along one axis compete: they are divided by the sum of their exponentials. */
export function competing(shape: Shape, dim: number): Means {
  const axis = axisOf(shape, dim)
  return { port: "input", over: shape.map((_, i) => (i === axis ? "all" : "own")), of: "sum of exponentials" }
}

/** Whether `dim` names axes that `shape` has, each once. */
export function dimProblem(shape: Shape, dim: number | readonly number[] | null): ShapeProblem<"dim"> | null {
  const rank = Math.max(1, shape.length)
  const seen = new Map<number, number>()
  for (const d of typeof dim === "number" ? [dim] : (dim ?? [])) {
    if (d < -rank || d >= rank) {
      const expected = `−${rank}..${rank - 1}`
      const sentence = `dim ${signed(d)} is outside ${expected} of ${formatShape(shape)}.`
      return { at: "dim", sentence, found: signed(d), expected }
    }
    const axis = axisOf(shape, d)
    const before = seen.get(axis)
    if (before !== undefined) {
      const which =
        before === d
          ? `dim ${signed(d)} is given twice`
          : `dims ${signed(before)} and ${signed(d)} are one axis of ${formatShape(shape)}`
      return { at: "dim", sentence: `${which}; name each axis once.` }
    }
    seen.set(axis, d)
  }
  return null
}

/** A whole number for people, with a real minus sign. */
function signed(n: number): string {
  return n < 0 ? `−${-n}` : String(n)
}
