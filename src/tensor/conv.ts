// Convolution and its gradients. y = w ⋆ x is linear in x and in w, so three loops do all the work, and a transposed
// convolution is the same three with input and output in each other's place:
//   convolve            y_f[i]      += Σ_t w_ft · x[o_t + i]
//   convolveTransposed  x[o_t + i]  += Σ_f w_ft · y_f[i]
//   convolveWeight      w_ft        += Σ_i y_f[i] · x[o_t + i]
// f is a filter, t one of its weights (channel, row, column), i an output cell, o_t the offset of weight t (phase.ts).
// x: batch × (groups·channels) × input; w: (groups·filters) × channels × kernel; y: batch × (groups·filters) × output.

import { type Convolution, collect, deal, gather, type Layout, layoutOf, type Piece, spread } from "./phase.ts"
import { dtypeOf, type Shape, type Tensor, zeros } from "./tensor.ts"
import { YIELD_EVERY } from "./work.ts"

/** y = w ⋆ x + bias (one number a filter), under `shape`. */
export function* convolve(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  c: Convolution,
  shape: Shape,
): Generator<void, Tensor, void> {
  const { layout, taps, planes, stretches, inputSize, outputSize } = start(c)
  const y = zeros(shape, dtypeOf(x))
  const w = Float64Array.from(weight.data)
  for (let block = 0; block < c.batch * c.groups; block++) {
    const first = (block % c.groups) * c.filters
    deal(planes, x.data, block * inputSize, c.channels, layout)
    fillEach(stretches, layout.length, bias, first)
    yield* sweep(layout, c.filters, taps, (f, { stretch, plane, count }) => {
      const yAt = f * layout.length + stretch
      blend(stretches, yAt, planes, layout.offsets, plane, w, (first + f) * taps, 1, count)
    })
    gather(y.data, block * outputSize, stretches, c.filters, layout)
  }
  return y
}

/** x = wᵀ ⋆ y + bias (one number a channel), under `shape`: the gradient of `convolve` by x where y is its upstream one. */
export function* convolveTransposed(
  y: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  c: Convolution,
  shape: Shape,
): Generator<void, Tensor, void> {
  const { layout, taps, planes, stretches, inputSize, outputSize } = start(c)
  const x = zeros(shape, dtypeOf(y))
  const w = Float64Array.from(weight.data)
  const starts = Int32Array.from({ length: c.filters }, (_, f) => f * layout.length)
  for (let block = 0; block < c.batch * c.groups; block++) {
    const group = block % c.groups
    spread(stretches, y.data, block * outputSize, c.filters, layout)
    fillEach(planes, layout.perChannel, bias, group * c.channels)
    yield* sweep(layout, taps, c.filters, (t, { stretch, plane, count }) => {
      const wAt = group * c.filters * taps + t
      blend(planes, layout.offsets[t]! + plane, stretches, starts, stretch, w, wAt, taps, count)
    })
    collect(x.data, block * inputSize, planes, c.channels, layout)
  }
  return x
}

/** w_ft = Σ y_f · x: the gradient of `convolve` by its weight, under `shape`, where y is its upstream one. */
export function* convolveWeight(x: Tensor, y: Tensor, c: Convolution, shape: Shape): Generator<void, Tensor, void> {
  const { layout, taps, planes, stretches, inputSize, outputSize } = start(c)
  const w = new Float64Array(c.groups * c.filters * taps)
  for (let block = 0; block < c.batch * c.groups; block++) {
    const first = (block % c.groups) * c.filters
    deal(planes, x.data, block * inputSize, c.channels, layout)
    spread(stretches, y.data, block * outputSize, c.filters, layout)
    yield* sweep(layout, c.filters, taps, (f, { stretch, plane, count }) => {
      dots(w, (first + f) * taps, planes, layout.offsets, plane, stretches, f * layout.length + stretch, count)
    })
  }
  return { shape, data: dtypeOf(x) === "float64" ? w : Float32Array.from(w) }
}

interface Scratch {
  readonly layout: Layout
  /** Weights of one filter. */
  readonly taps: number
  /** x of one group of one example, dealt out; its padding is zero. */
  readonly planes: Float64Array
  /** y of the same; its spill is zero, so that it adds nothing. */
  readonly stretches: Float64Array
  /** Numbers of x and of y that one group of one example has. */
  readonly inputSize: number
  readonly outputSize: number
}

function start(c: Convolution): Scratch {
  const layout = layoutOf(c)
  return {
    layout,
    taps: layout.offsets.length,
    planes: new Float64Array(c.channels * layout.perChannel),
    stretches: new Float64Array(c.filters * layout.length),
    inputSize: c.channels * c.input[0] * c.input[1],
    outputSize: c.filters * c.output[0] * c.output[1],
  }
}

/** Each part of `size` numbers starts from its own bias, or from zero. */
function fillEach(parts: Float64Array, size: number, bias: Tensor | null, first: number): void {
  for (let part = 0; part * size < parts.length; part++) {
    parts.fill(bias === null ? 0 : bias.data[first + part]!, part * size, (part + 1) * size)
  }
}

/** Calls `step` for each piece and each row, and gives way in between; a row meets `depth` numbers a cell. */
function* sweep(
  layout: Layout,
  rows: number,
  depth: number,
  step: (row: number, piece: Piece) => void,
): Generator<void, void, void> {
  let work = 0
  for (const piece of layout.pieces) {
    for (let row = 0; row < rows; row++) {
      step(row, piece)
      work += piece.count * depth
      if (work < YIELD_EVERY) continue
      work = 0
      yield
    }
  }
}

/**
 * into[at + i] += Σ_k w[wAt + k·wStep] · source[starts[k] + shift + i] for `count` numbers. Four sources a round save most
 * loads and stores of `into`.
 */
function blend(
  into: Float64Array,
  at: number,
  source: Float64Array,
  starts: Int32Array,
  shift: number,
  w: Float64Array,
  wAt: number,
  wStep: number,
  count: number,
): void {
  let k = 0
  let v = wAt
  for (; k + 4 <= starts.length; k += 4, v += 4 * wStep) {
    const w0 = w[v]!
    const w1 = w[v + wStep]!
    const w2 = w[v + 2 * wStep]!
    const w3 = w[v + 3 * wStep]!
    const s0 = starts[k]! + shift
    const s1 = starts[k + 1]! + shift
    const s2 = starts[k + 2]! + shift
    const s3 = starts[k + 3]! + shift
    for (let i = 0; i < count; i++) {
      into[at + i] =
        into[at + i]! + (w0 * source[s0 + i]! + w1 * source[s1 + i]! + w2 * source[s2 + i]! + w3 * source[s3 + i]!)
    }
  }
  for (; k < starts.length; k++, v += wStep) {
    const w0 = w[v]!
    const s0 = starts[k]! + shift
    for (let i = 0; i < count; i++) into[at + i] = into[at + i]! + w0 * source[s0 + i]!
  }
}

/** w[wAt + t] += Σ_i y[yAt + i] · x[offsets[t] + shift + i] over `count` numbers. */
function dots(
  w: Float64Array,
  wAt: number,
  x: Float64Array,
  offsets: Int32Array,
  shift: number,
  y: Float64Array,
  yAt: number,
  count: number,
): void {
  let t = 0
  for (; t + 4 <= offsets.length; t += 4) {
    const o0 = offsets[t]! + shift
    const o1 = offsets[t + 1]! + shift
    const o2 = offsets[t + 2]! + shift
    const o3 = offsets[t + 3]! + shift
    let w0 = 0
    let w1 = 0
    let w2 = 0
    let w3 = 0
    for (let i = 0; i < count; i++) {
      const g = y[yAt + i]!
      w0 += g * x[o0 + i]!
      w1 += g * x[o1 + i]!
      w2 += g * x[o2 + i]!
      w3 += g * x[o3 + i]!
    }
    w[wAt + t] = w[wAt + t]! + w0
    w[wAt + t + 1] = w[wAt + t + 1]! + w1
    w[wAt + t + 2] = w[wAt + t + 2]! + w2
    w[wAt + t + 3] = w[wAt + t + 3]! + w3
  }
  for (; t < offsets.length; t++) {
    const o0 = offsets[t]! + shift
    let w0 = 0
    for (let i = 0; i < count; i++) w0 += y[yAt + i]! * x[o0 + i]!
    w[wAt + t] = w[wAt + t]! + w0
  }
}
