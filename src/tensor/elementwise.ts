// One number in, one number out, at every element.

import { allocate, dtypeOf, type Tensor } from "./tensor.ts"

/** y_i = f(x_i). */
export function map(x: Tensor, f: (x: number) => number): Tensor {
  const data = allocate(x.data.length, dtypeOf(x))
  for (let i = 0; i < data.length; i++) data[i] = f(x.data[i]!)
  return { shape: x.shape, data }
}

/** z_i = f(x_i, y_i) for two tensors of one shape. */
export function zip(x: Tensor, y: Tensor, f: (x: number, y: number) => number): Tensor {
  if (x.data.length !== y.data.length) throw new Error(`zip of ${x.data.length} with ${y.data.length} elements`)
  const data = allocate(x.data.length, dtypeOf(x))
  for (let i = 0; i < data.length; i++) data[i] = f(x.data[i]!, y.data[i]!)
  return { shape: x.shape, data }
}

/** max(0, x_i): as `map`, in a loop of its own, since networks are full of it. NaN stays NaN. */
export function positivePart(x: Tensor): Tensor {
  const data = allocate(x.data.length, dtypeOf(x))
  for (let i = 0; i < data.length; i++) {
    const value = x.data[i]!
    // What is not below or at zero: larger, or NaN.
    if (!(value <= 0)) data[i] = value
  }
  return { shape: x.shape, data }
}

/** g_i where x_i > 0, else 0. */
export function wherePositive(x: Tensor, g: Tensor): Tensor {
  const data = allocate(x.data.length, dtypeOf(x))
  for (let i = 0; i < data.length; i++) if (x.data[i]! > 0) data[i] = g.data[i]!
  return { shape: x.shape, data }
}

/** x^y as in C: 1 for any base to the 0 and for 1 to any power, also where JavaScript says NaN. */
export function power(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1
  return x ** y
}
