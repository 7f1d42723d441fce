// Numbers at other places of the same shape.

import { addressOf } from "../../tensor/address.ts"
import { type Tensor, zerosLike } from "../../tensor/tensor.ts"

/** Mirrored along some axes. */
export function flipped(tensor: Tensor, axes: readonly number[]): Tensor {
  return moved(tensor, (address, shape) =>
    address.map((i, axis) => (axes.includes(axis) ? (shape[axis] ?? 1) - 1 - i : i)),
  )
}

/** Shifted along the last two axes; cells that nothing is known of hold `enters`. */
export function shifted(tensor: Tensor, down: number, right: number, enters = Number.NaN): Tensor {
  const rank = tensor.shape.length
  const by = (axis: number): number => (axis === rank - 2 ? down : axis === rank - 1 ? right : 0)
  return moved(tensor, (address) => address.map((i, axis) => i - by(axis)), enters)
}

/** Cell at `address` comes from `source(address)`; out of range it is `enters`. */
function moved(
  tensor: Tensor,
  source: (address: readonly number[], shape: readonly number[]) => readonly number[],
  enters = 0,
): Tensor {
  const { shape } = tensor
  const out = zerosLike(tensor)
  for (let i = 0; i < out.data.length; i++) {
    const from = source(addressOf(shape, i), shape)
    const inside = from.every((at, axis) => at >= 0 && at < (shape[axis] ?? 1))
    const flat = from.reduce((index, at, axis) => index * (shape[axis] ?? 1) + at, 0)
    out.data[i] = inside ? (tensor.data[flat] ?? 0) : enters
  }
  return out
}
