// Numbers that lie in a file one after the other: read all at once, or only the first examples.

import { permute } from "../../tensor/permute.ts"
import { type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { type NumberKind, readNumbers } from "./numberKinds.ts"

interface Place {
  readonly view: DataView
  readonly start: number
  readonly kind: NumberKind
  readonly shape: Shape
  readonly little: boolean
  /** The first axis is the innermost. */
  readonly fortran?: boolean
}

/** Reads the first examples along the first axis, or all of them. The file is known to be as long as its shape says. */
export function storedNumbers({ view, start, kind, shape, little, fortran = false }: Place) {
  return (examples: number | null): Tensor | { readonly problem: string } => {
    const [rows = 1, ...each] = shape
    const some = shape.length === 0 || examples === null ? shape : [Math.min(examples, rows), ...each]
    if (!fortran || shape.length < 2) {
      const data = readNumbers(kind, view, start, sizeOf(some), little)
      return "problem" in data ? data : { shape: some, data }
    }
    const data = readNumbers(kind, view, start, sizeOf(shape), little)
    if ("problem" in data) return data
    const backwards = shape.map((_, axis) => shape.length - 1 - axis)
    const whole = permute({ shape: [...shape].reverse(), data }, backwards)
    return { shape: some, data: whole.data.subarray(0, sizeOf(some)) }
  }
}
