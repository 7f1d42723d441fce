// Ways over tensors of one common shape, in which some are repeated along some axes: nested loops, innermost a row of numbers
// that lie side by side, or one number over and over.

/** One loop: how often, and how many bytes each tensor goes on. */
export interface Loop {
  readonly count: number
  readonly steps: readonly number[]
}

/** A walk; tensors in the order of `steps`, the one that is written last. */
export interface Walk {
  /** Outermost first. */
  readonly loops: readonly Loop[]
  /** Numbers of a row. */
  readonly length: number
  /** Of each tensor, whether one number stands for the row. */
  readonly repeated: readonly boolean[]
  /** Bytes to where each begins. */
  readonly starts: readonly number[]
}

/** Axes from strides in bytes, the last one that of rows: neighbours that are one axis for all tensors become one. */
export function walkOf(axes: readonly Loop[], starts: readonly number[]): Walk {
  const merged: Loop[] = []
  for (const [i, axis] of axes.entries()) {
    if (axis.count === 1 && i < axes.length - 1) continue
    const before = merged.at(-1)
    const one = before?.steps.every((step, tensor) => step === axis.count * (axis.steps[tensor] ?? 0)) ?? false
    if (before !== undefined && one) merged[merged.length - 1] = { count: before.count * axis.count, steps: axis.steps }
    else merged.push(axis)
  }
  const row = merged.pop() ?? { count: 1, steps: starts.map(() => 4) }
  return { loops: merged, length: row.count, repeated: row.steps.map((step) => step === 0), starts }
}

/** All that code over a walk depends on, as part of a kernel's key. */
export function walkKey({ loops, length, repeated, starts }: Walk): string {
  return [
    length,
    repeated.map(Number).join(""),
    starts.join("_"),
    ...loops.map(({ count, steps }) => [count, ...steps].join("_")),
  ].join("__")
}
