// Tensors as rows: numbers that share one result, such as a sum or a mean, are a row, and each kind of operand goes along with
// them in steps of its own, 0 where one number stands for many. Contiguous tensors, broadcast ones and planes are all steps.
// This folder is kernels that go along rows; it knows no op and no plan, and of other kernels only the arithmetic.

/** One axis: its length, and how far each operand moves from one place to the next, in floats. */
export interface Axis {
  readonly count: number
  readonly steps: readonly number[]
}

/** What a kernel goes over: every row, and the axes that a row runs along. Operand 0 says which axis is read in vectors. */
export interface Layout {
  readonly operands: number
  readonly rows: readonly Axis[]
  readonly along: readonly Axis[]
  /** Where each operand begins, in floats from its buffer's start. */
  readonly starts: readonly number[]
}

/** The same places by as few loops as can be. */
export function simplified(axes: readonly Axis[]): readonly Axis[] {
  const found: Axis[] = []
  for (const axis of axes) {
    if (axis.count === 1) continue
    const outer = found.at(-1)
    if (outer?.steps.every((step, k) => step === (axis.steps[k] ?? 0) * axis.count)) {
      found.splice(-1, 1, { count: outer.count * axis.count, steps: axis.steps })
    } else found.push(axis)
  }
  return found
}

/** All that the code of a layout depends on, as part of a kernel's key. */
export function layoutKey({ rows, along, starts }: Layout): string {
  const key = (axes: readonly Axis[]): string =>
    simplified(axes)
      .map(({ count, steps }) => [count, ...steps].join("."))
      .join("_")
  return [key(rows), key(along), ...(starts.some((start) => start > 0) ? [starts.join(".")] : [])].join("__")
}

/** Puts the axis along which operand 0 lies number by number last; null where there is none. */
export function unitLast(axes: readonly Axis[]): { readonly outer: readonly Axis[]; readonly unit: Axis } | null {
  const unit = axes.findLast(({ steps }) => steps[0] === 1)
  return unit === undefined ? null : { outer: axes.filter((axis) => axis !== unit), unit }
}
