// Softmax and its logarithm along one axis, and how gradients come back through them.

import { type Around, around } from "../axis.ts"
import { type Tensor, zerosLike } from "../tensor.ts"

/** y = e^(x − m) / Σ e^(x − m) along `axis`, with m the largest x of the row; a row of −∞ alone gives NaN, as in PyTorch. */
export function softmax(x: Tensor, axis: number): Tensor {
  const y = zerosLike(x)
  eachRow(around(x.shape, axis), (start, end, step) => {
    const largest = maximum(x, start, end, step)
    let total = 0
    for (let at = start; at < end; at += step) total += Math.exp(x.data[at]! - largest)
    for (let at = start; at < end; at += step) y.data[at] = Math.exp(x.data[at]! - largest) / total
  })
  return y
}

/** y = x − log Σ e^x along `axis`. */
export function logSoftmax(x: Tensor, axis: number): Tensor {
  const y = zerosLike(x)
  eachRow(around(x.shape, axis), (start, end, step) => {
    const largest = maximum(x, start, end, step)
    let total = 0
    for (let at = start; at < end; at += step) total += Math.exp(x.data[at]! - largest)
    const normaliser = Math.log(total)
    // In this order: x − m is exact where it matters, and adding m to log Σ first would lose the small logarithm.
    for (let at = start; at < end; at += step) y.data[at] = x.data[at]! - largest - normaliser
  })
  return y
}

/** dx = y ⊙ (g − Σ g y). */
export function softmaxBackward(y: Tensor, g: Tensor, axis: number): Tensor {
  const dx = zerosLike(y)
  eachRow(around(y.shape, axis), (start, end, step) => {
    let dot = 0
    for (let at = start; at < end; at += step) dot += g.data[at]! * y.data[at]!
    for (let at = start; at < end; at += step) dx.data[at] = y.data[at]! * (g.data[at]! - dot)
  })
  return dx
}

/** dx = g − e^y Σ g, with y the logarithm. */
export function logSoftmaxBackward(y: Tensor, g: Tensor, axis: number): Tensor {
  const dx = zerosLike(y)
  eachRow(around(y.shape, axis), (start, end, step) => {
    let sum = 0
    for (let at = start; at < end; at += step) sum += g.data[at]!
    for (let at = start; at < end; at += step) dx.data[at] = g.data[at]! - Math.exp(y.data[at]!) * sum
  })
  return dx
}

function eachRow(view: Around, row: (start: number, end: number, step: number) => void): void {
  const { outer, size, inner } = view
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = o * size * inner + i
      row(start, start + size * inner, inner)
    }
  }
}

function maximum(x: Tensor, start: number, end: number, step: number): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let at = start; at < end; at += step) largest = Math.max(largest, x.data[at]!)
  return largest
}
