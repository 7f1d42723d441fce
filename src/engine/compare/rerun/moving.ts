// Numbers at other places of the same shape.

import { addressOf } from "../../../tensor/address.ts"
import { type Shape, type Tensor, zerosLike } from "../../../tensor/tensor.ts"

/** Mirrored along the axes named, counted from 0; the shape stays. */
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

/** A part of the same rank: its first cell is the one at `start`, which may lie outside; what is outside is 0. */
export function cropped(tensor: Tensor, shape: Shape, start: readonly number[]): Tensor {
  const out = zerosLike(tensor, shape)
  for (let i = 0; i < out.data.length; i++) {
    const from = addressOf(shape, i).map((at, axis) => at + (start[axis] ?? 0))
    if (from.every((at, axis) => at >= 0 && at < (tensor.shape[axis] ?? 1)))
      out.data[i] = tensor.data[from.reduce((flat, at, axis) => flat * (tensor.shape[axis] ?? 1) + at, 0)] ?? 0
  }
  return out
}

/** `one row lower and one column further left`. */
export function shiftWords(down: number, right: number): string {
  const rows = down === 0 ? "" : down > 0 ? "one row lower" : "one row higher"
  const columns = right === 0 ? "" : right > 0 ? "one column further right" : "one column further left"
  return [rows, columns].filter(Boolean).join(" and ")
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
