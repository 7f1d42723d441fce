// Normalisation: one mean and one variance for each index of the middle axis of a view (axis.ts). Batch norm's view keeps
// the channels, layer norm's the rows, group norm's the groups. Statistics are summed in float64, in two passes. This
// folder is loops that layers, losses and optimizers share; which of them asks it does not know.

import { type Around, mapAlong, sumAround } from "../axis.ts"
import { castTo, type Dtype, dtypeOf, type Shape, type Tensor, zerosLike } from "../tensor.ts"

/** Float64, one number for each index of the middle axis. */
export interface Moments {
  readonly mean: Tensor
  /** With correction 0: Σ(x − mean)²/n. */
  readonly variance: Tensor
}

/** How many numbers share one mean. */
export function countIn(view: Around): number {
  return view.outer * view.inner
}

/** Mean and variance (correction 0) of each slice: μ = Σx/n, σ² = Σ(x − μ)²/n. */
export function moments(x: Tensor, view: Around): Moments {
  const n = countIn(view)
  const mean = sums(x, view)
  for (let s = 0; s < view.size; s++) mean[s]! /= n
  const variance = sums(x, view, mean)
  for (let s = 0; s < view.size; s++) variance[s]! /= n
  return { mean: { shape: [view.size], data: mean }, variance: { shape: [view.size], data: variance } }
}

/** Σx²/n for each index of the middle axis, in float64. */
export function meanSquare(x: Tensor, view: Around): Tensor {
  const square = sums(x, view, new Float64Array(view.size))
  const n = countIn(view)
  return { shape: [view.size], data: square.map((s) => s / n) }
}

/** z = (x − mean)/√(variance + eps). */
export function standardize(x: Tensor, view: Around, { mean, variance }: Moments, eps: number): Tensor {
  const z = zerosLike(x)
  eachStretch(view, (s, start, end) => {
    const mu = mean.data[s]!
    const scale = 1 / Math.sqrt(variance.data[s]! + eps)
    for (let at = start; at < end; at++) z.data[at] = (x.data[at]! - mu) * scale
  })
  return z
}

/**
 * ∂L/∂x = (g − (1/n)Σg − z·(1/n)Σ g z)/√(variance + eps), for g = ∂L/∂z and z = standardize(x, …) with x's own moments.
 * Both sums are over the cells that share one mean.
 */
export function standardizeBackward(z: Tensor, g: Tensor, view: Around, variance: Tensor, eps: number): Tensor {
  const n = countIn(view)
  const sum = sums(g, view)
  const dot = dots(g, z, view)
  const dx = zerosLike(z)
  eachStretch(view, (s, start, end) => {
    const scale = 1 / Math.sqrt(variance.data[s]! + eps)
    const mean = sum[s]! / n
    const slope = dot[s]! / n
    for (let at = start; at < end; at++) dx.data[at] = scale * (g.data[at]! - mean - z.data[at]! * slope)
  })
  return dx
}

/** ∂L/∂x = (g − z·(1/n)Σ g z)/√(meanSquare + eps), for z = x/√(meanSquare + eps). */
export function rmsBackward(z: Tensor, g: Tensor, view: Around, square: Tensor, eps: number): Tensor {
  const n = countIn(view)
  const dot = dots(g, z, view)
  const dx = zerosLike(z)
  eachStretch(view, (s, start, end) => {
    const scale = 1 / Math.sqrt(square.data[s]! + eps)
    const slope = dot[s]! / n
    for (let at = start; at < end; at++) dx.data[at] = scale * (g.data[at]! - z.data[at]! * slope)
  })
  return dx
}

/** x/√(variance + eps): what a gradient becomes where mean and variance are constants. */
export function divideByDeviation(x: Tensor, view: Around, variance: Tensor, eps: number): Tensor {
  return mapAlong(x, variance, view, (value, v) => value / Math.sqrt(v + eps))
}

/** weight·z + bias along the middle axis of `view`; either may be absent. */
export function scaleShift(z: Tensor, view: Around, weight: Tensor | null, bias: Tensor | null): Tensor {
  const scaled = weight === null ? z : mapAlong(z, weight, view, (value, w) => value * w)
  return bias === null ? scaled : mapAlong(scaled, bias, view, (value, b) => value + b)
}

/** Σ g·z: the gradient of `weight`, in the shape that it has. */
export function weightGradient(g: Tensor, z: Tensor, view: Around, shape: Shape): Tensor {
  return { shape, data: sumAround(g, z, view, (a, b) => a * b).data }
}

/** Σ g: the gradient of `bias`, in the shape that it has. */
export function biasGradient(g: Tensor, view: Around, shape: Shape): Tensor {
  return { shape, data: castTo({ shape, data: sums(g, view) }, dtypeOf(g)).data }
}

/** (1 − momentum)·before + momentum·now, in the precision of `before`. */
export function runningAverage(before: Tensor, now: Tensor, momentum: number, factor = 1): Tensor {
  const after = zerosLike(before)
  for (let s = 0; s < after.data.length; s++) {
    after.data[s] = (1 - momentum) * before.data[s]! + momentum * factor * now.data[s]!
  }
  return after
}

/** The same moments in another precision and shape. */
export function kept({ mean, variance }: Moments, shape: Shape, dtype: Dtype): Moments {
  return { mean: castTo({ shape, data: mean.data }, dtype), variance: castTo({ shape, data: variance.data }, dtype) }
}

/** Σ x, or Σ (x − centre)². */
function sums(x: Tensor, view: Around, centre?: Float64Array): Float64Array {
  const total = new Float64Array(view.size)
  eachStretch(view, (s, start, end) => {
    let sum = 0
    if (centre === undefined) for (let at = start; at < end; at++) sum += x.data[at]!
    else for (let at = start; at < end; at++) sum += (x.data[at]! - centre[s]!) ** 2
    total[s]! += sum
  })
  return total
}

function dots(x: Tensor, y: Tensor, view: Around): Float64Array {
  const total = new Float64Array(view.size)
  eachStretch(view, (s, start, end) => {
    let sum = 0
    for (let at = start; at < end; at++) sum += x.data[at]! * y.data[at]!
    total[s]! += sum
  })
  return total
}

/** Each run of neighbours that has one middle index. */
function eachStretch(view: Around, visit: (s: number, start: number, end: number) => void): void {
  const { outer, size, inner } = view
  let start = 0
  for (let o = 0; o < outer; o++) {
    for (let s = 0; s < size; s++, start += inner) visit(s, start, start + inner)
  }
}

/** The numbers of `x` again and again, `size` in all: running statistics of C channels for N×C instances. */
export function repeated(x: Tensor, size: number): Tensor {
  const data = new Float64Array(size)
  for (let s = 0; s < size; s++) data[s] = x.data[s % x.data.length]!
  return { shape: [size], data }
}

/** Averages over all samples of moments of N×C instances, one for each of C channels. */
export function sharedMoments({ mean, variance }: Moments, channels: number): Moments {
  return { mean: averaged(mean, channels), variance: averaged(variance, channels) }
}

function averaged(x: Tensor, channels: number): Tensor {
  const data = new Float64Array(channels)
  const samples = x.data.length / channels
  for (let s = 0; s < x.data.length; s++) data[s % channels]! += x.data[s]! / samples
  return { shape: [channels], data }
}
