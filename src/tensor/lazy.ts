// Tensors whose numbers lie elsewhere, maybe in another order: they are put in theirs when somebody looks, a window of them
// alone where a window is all that is asked for.

import { type Dtype, dtypeOf, type Shape, sizeOf, type Tensor, type TensorData } from "./tensor.ts"

/** Sums and bounds of numbers all of which are finite; sums in float64. */
export interface Totals {
  readonly min: number
  readonly max: number
  readonly sum: number
  readonly squares: number
  /** How many are exactly 0. */
  readonly zeros: number
}

/** Whoever has the numbers. */
interface Elsewhere {
  /** Numbers `from` to `to`, `to` excluded, in row-major order; a copy where they lie in another. */
  readonly part: (from: number, to: number) => TensorData
  /** Null where a number is not finite, or nobody counts faster than whoever asks. */
  readonly totals: () => Totals | null
}

const elsewhere = new WeakMap<Tensor, Elsewhere>()

/** A tensor that asks for its numbers, anew where nobody has held on to them since the last look. */
export function lazyTensor(shape: Shape, part: Elsewhere["part"], totals: Elsewhere["totals"] = () => null): Tensor {
  // What a WeakRef answers stays until the job at hand is over, so that a loop over `data` asks once.
  let last: WeakRef<TensorData> | null = null
  const tensor: Tensor = {
    shape,
    get data() {
      const before = last?.deref()
      if (before !== undefined) return before
      const data = part(0, sizeOf(shape))
      last = new WeakRef(data)
      return data
    },
  }
  elsewhere.set(tensor, { part, totals })
  return tensor
}

/** A stretch of a tensor's numbers, without the others where they would have to be asked for. To be read, not changed. */
export function stretch(tensor: Tensor, from: number, to: number): TensorData {
  return elsewhere.get(tensor)?.part(from, to) ?? tensor.data.subarray(from, to)
}

/** The precision of its numbers, without asking for them. */
export function precisionOf(tensor: Tensor): Dtype {
  return dtypeOf({ shape: [0], data: stretch(tensor, 0, 0) })
}

/** Its totals, where somebody counts them faster than by reading the numbers. */
export function knownTotals(tensor: Tensor): Totals | null {
  return elsewhere.get(tensor)?.totals() ?? null
}
