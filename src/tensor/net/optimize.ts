// The loops of optimizers: each reads params, gradients and state as they were and writes what they become into other arrays, so
// that the step before is still there to be explained, or to go back to. Sources of the formulas: PyTorch's torch.optim.

import { matmul } from "../matrix/matmul.ts"
import { transposeLast } from "../permute.ts"
import { allocate, dtypeOf, reshape, type Tensor, type TensorData } from "../tensor.ts"
import { stepwise } from "../work.ts"

/** One param on its way through one step. Arrays are of one length; `next` ones are written. */
interface Descent {
  readonly w: TensorData
  readonly g: TensorData
  readonly next: TensorData
  readonly rate: number
}

interface SgdNumbers {
  readonly momentum: number
  /** 1 − dampening, or 1 in the first step. */
  readonly fresh: number
  readonly nesterov: boolean
  readonly decay: number
}

/** g += λw; v' = μv + (1 − τ)g; w' = w − η·(v', or g + μv' with Nesterov, or g without momentum). */
export function sgdStep(at: Descent, v: TensorData, nextV: TensorData, n: SgdNumbers): void {
  const { w, g, next, rate } = at
  const { momentum, fresh, nesterov, decay } = n
  for (let i = 0; i < w.length; i++) {
    const d = g[i]! + decay * w[i]!
    if (momentum === 0) {
      next[i] = w[i]! - rate * d
      continue
    }
    const moved = momentum * v[i]! + fresh * d
    nextV[i] = moved
    next[i] = w[i]! - rate * (nesterov ? d + momentum * moved : moved)
  }
}

interface AdamNumbers {
  readonly beta1: number
  readonly beta2: number
  readonly eps: number
  /** L2: added to the gradient. */
  readonly decay: number
  /** Decoupled: w(1 − ηλ) before the step. */
  readonly decoupled: number
  /** From 1. */
  readonly step: number
}

/** m' = β₁m + (1 − β₁)g; s' = β₂s + (1 − β₂)g²; w' = w − η·(m'/(1 − β₁ᵗ))/(√(s'/(1 − β₂ᵗ)) + ε). `top`: the largest s so far (AMSGrad). */
export function adamStep(
  at: Descent,
  state: { readonly m: TensorData; readonly s: TensorData; readonly top: TensorData | null },
  nextState: { readonly m: TensorData; readonly s: TensorData; readonly top: TensorData | null },
  n: AdamNumbers,
): void {
  const { w, g, next, rate } = at
  const { beta1, beta2, eps, decay, decoupled, step } = n
  const size = rate / (1 - beta1 ** step)
  const root = Math.sqrt(1 - beta2 ** step)
  for (let i = 0; i < w.length; i++) {
    const d = g[i]! + decay * w[i]!
    const m = beta1 * state.m[i]! + (1 - beta1) * d
    const s = beta2 * state.s[i]! + (1 - beta2) * d * d
    nextState.m[i] = m
    nextState.s[i] = s
    let largest = s
    if (state.top !== null && nextState.top !== null) {
      largest = Math.max(state.top[i]!, s)
      nextState.top[i] = largest
    }
    next[i] = w[i]! * (1 - rate * decoupled) - (size * m) / (Math.sqrt(largest) / root + eps)
  }
}

/** v' = μv + (1 − μ)g; w' = w(1 − ηλ) − η·sign(v'). */
export function signStep(at: Descent, v: TensorData, nextV: TensorData, momentum: number, decay: number): void {
  const { w, g, next, rate } = at
  for (let i = 0; i < w.length; i++) {
    // Without momentum there is no v.
    const moved = momentum === 0 ? g[i]! : momentum * v[i]! + (1 - momentum) * g[i]!
    if (momentum !== 0) nextV[i] = moved
    next[i] = w[i]! * (1 - rate * decay) - rate * Math.sign(moved)
  }
}

/** v' = μv + (1 − μ)g; answers v', or (1 − μ)g + μv' with Nesterov: what Muon makes orthogonal. */
export function averaged(
  g: TensorData,
  v: TensorData,
  nextV: TensorData,
  momentum: number,
  nesterov: boolean,
): TensorData {
  const data = allocate(g.length, g instanceof Float64Array ? "float64" : "float32")
  for (let i = 0; i < g.length; i++) {
    const moved = momentum * v[i]! + (1 - momentum) * g[i]!
    nextV[i] = moved
    data[i] = nesterov ? (1 - momentum) * g[i]! + momentum * moved : moved
  }
  return data
}

/** w' = w(1 − ηλ) − size·d. */
export function decayedStep(at: Descent, d: TensorData, size: number, decay: number): void {
  const { w, next, rate } = at
  for (let i = 0; i < w.length; i++) next[i] = w[i]! * (1 - rate * decay) - size * d[i]!
}

/** Coefficients of one Newton–Schulz step, X' = aX + b(XXᵀ)X + c(XXᵀ)²X. */
export type NewtonSchulz = readonly [a: number, b: number, c: number]

/**
 * Drives the singular values of a matrix towards 1. It is divided by its Frobenius norm (at least `eps`) first; the Gram
 * matrix is formed on the shorter side. K. Jordan et al., Muon, 2024; torch.optim.Muon, but in the precision of `x`. Gives
 * way: a 1024×1024 matrix takes seconds.
 */
export function* orthogonalised(
  x: Tensor,
  steps: number,
  [a, b, c]: NewtonSchulz,
  eps: number,
): Generator<void, Tensor, void> {
  const [rows = 1, columns = 1] = x.shape
  const tall = rows > columns
  const size = Math.max(Math.sqrt(squares(x.data)), eps)
  let y = scaled(tall ? transposeLast(x) : x, 1 / size)
  for (let step = 0; step < steps; step++) {
    const gram = yield* product(y, transposeLast(y))
    const inner = c === 0 ? scaled(gram, b) : mixed(gram, b, yield* product(gram, gram), c)
    y = mixed(y, a, yield* product(inner, y), 1)
  }
  return tall ? transposeLast(y) : y
}

/** a·b, giving way before it as well: a product that is too short to pause in has many others around it. */
function* product(a: Tensor, b: Tensor): Generator<void, Tensor, void> {
  yield
  return yield* stepwise(matmul(a, b))
}

/** Rows and columns as Muon takes a param: a filter is a row, a vector a column. */
export function asMatrix(tensor: Tensor): Tensor {
  const rows = tensor.shape[0] ?? 1
  return reshape(tensor, [rows, tensor.data.length / Math.max(1, rows)])
}

/** factor · x. */
export function scaled(x: Tensor, factor: number): Tensor {
  const data = allocate(x.data.length, dtypeOf(x))
  for (let i = 0; i < data.length; i++) data[i] = factor * x.data[i]!
  return { shape: x.shape, data }
}

function mixed(x: Tensor, a: number, y: Tensor, b: number): Tensor {
  const data = allocate(x.data.length, dtypeOf(x))
  for (let i = 0; i < data.length; i++) data[i] = a * x.data[i]! + b * y.data[i]!
  return { shape: x.shape, data }
}

/** Σ x², in float64. */
export function squares(data: TensorData): number {
  let sum = 0
  for (let i = 0; i < data.length; i++) sum += data[i]! * data[i]!
  return sum
}

/** The largest |x|; NaN if there is one. */
export function largestOf(data: TensorData): number {
  let largest = 0
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]!))
  return largest
}

/** Each number within ±`bound`. */
export function clamped(x: Tensor, bound: number): Tensor {
  const data = allocate(x.data.length, dtypeOf(x))
  for (let i = 0; i < data.length; i++) data[i] = Math.min(bound, Math.max(-bound, x.data[i]!))
  return { shape: x.shape, data }
}
