// Convolution and its gradients. y = w ⋆ x is linear in x and in w, so three loops do all the work, and a transposed
// convolution is the same three with input and output in each other's place:
//   convolve            y_f[i]      += Σ_t w_ft · x[o_t + i]
//   convolveTransposed  x[o_t + i]  += Σ_f w_ft · y_f[i]
//   convolveWeight      w_ft        += Σ_i y_f[i] · x[o_t + i]
// f is a filter, t one of its weights (channel, row, column), i an output cell, o_t the offset of weight t (phase.ts).
// x: batch × (groups·channels) × input; w: (groups·filters) × channels × kernel; y: batch × (groups·filters) × output.
// This folder is loops; sizes and padding have been settled by the ops.

import { dtypeOf, type Shape, type Tensor, zeros } from "../tensor.ts"
import { YIELD_EVERY } from "../work.ts"
import { blend, blendPair, dots } from "./blend.ts"
import {
  type Convolution,
  collect,
  deal,
  gather,
  type Layout,
  layoutOf,
  type StretchPiece,
  spread,
  withoutSpill,
} from "./phase.ts"

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
  const w = new Float64Array(weight.data)
  for (let block = 0; block < c.batch * c.groups; block++) {
    const first = (block % c.groups) * c.filters
    deal(planes, x.data, block * inputSize, c.channels, layout)
    fillEach(stretches, layout.length, bias, first)
    yield* sweep(layout, c.filters, taps, 2, (f, { stretch, plane, count }) => {
      const yAt = f * layout.length + stretch
      const wAt = (first + f) * taps
      if (f + 1 === c.filters) blend(stretches, yAt, planes, layout.offsets, plane, w, wAt, 1, count)
      else blendPair(stretches, yAt, yAt + layout.length, planes, layout.offsets, plane, w, wAt, count)
    })
    gather(y.data, block * outputSize, stretches, c.filters, layout)
  }
  return y
}

/**
 * x = wᵀ ⋆ y + bias (one number a channel), under `shape`: the gradient of `convolve` by x where y is its upstream one.
 *
 * Transposition, along one axis. Let y_f[i] = Σ_cu w_fcu · x_c[si + du − p] with stride s, dilation d, p zeros before and q
 * behind, n cells in and m out, kernel k. Then dx_c[j] = Σ_fu w_fcu · Σ_{i: si + du − p = j} dy_f[i]. Let ŷ be dy with s − 1
 * zeros between its cells, ŷ[si] = dy[i], and count the kernel from its end, u = k − 1 − v:
 *   dx_c[j] = Σ_fv w_fc,k−1−v · ŷ_f[j + dv − p′],  p′ = d(k − 1) − p,
 * a convolution with stride 1 and the same dilation, its kernel turned round, filters and channels in each other's place, of
 * what was spread by the stride; padded by p′ before and d(k − 1) − q + r behind, where r = (n + p + q − d(k − 1) − 1) mod s
 * cells were never reached. By the weight, dw_fcu = Σ_i dy_f[i] · x_c[si + du − p]: stride and dilation change places, dy is
 * the kernel (`convolveWeight`). Dumoulin, Visin: A guide to convolution arithmetic for deep learning, arXiv:1603.07285,
 * section 4, where d = 1.
 */
export function* convolveTransposed(
  y: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  c: Convolution,
  shape: Shape,
): Generator<void, Tensor, void> {
  const turned = turnedRound(c)
  if (turned !== null) return yield* convolve(y, exchanged(weight, c), bias, turned, shape)
  const { layout, taps, planes, stretches, inputSize, outputSize } = start(c)
  const x = zeros(shape, dtypeOf(y))
  const w = new Float64Array(weight.data)
  const starts = Int32Array.from({ length: c.filters }, (_, f) => f * layout.length)
  for (let block = 0; block < c.batch * c.groups; block++) {
    const group = block % c.groups
    spread(stretches, y.data, block * outputSize, c.filters, layout)
    fillEach(planes, layout.perChannel, bias, group * c.channels)
    yield* sweep(layout, taps, c.filters, 1, (t, { stretch, plane, count }) => {
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
    yield* sweep(spilling(layout, planes), c.filters, taps, 1, (f, { stretch, plane, count }) => {
      dots(w, (first + f) * taps, planes, layout.offsets, plane, stretches, f * layout.length + stretch, count)
    })
  }
  return { shape, data: dtypeOf(x) === "float64" ? w : new Float32Array(w) }
}

/** The layout as it is where the zeros of the spill meet numbers that are finite, else without it. */
function spilling(layout: Layout, met: Float64Array): Layout {
  let sum = 0
  for (const x of met) sum += 0 * x
  return sum === 0 ? layout : withoutSpill(layout)
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

/**
 * With stride 1 the way back is a convolution itself, by transposition (above `convolveTransposed`). Its sums are longer, so that less is loaded and stored between them.
 */
function turnedRound(c: Convolution): Convolution | null {
  const padding = ([0, 1] as const).map((axis) => (c.kernel[axis] - 1) * c.dilation[axis] - c.padding[axis])
  const [top = -1, left = -1] = padding
  if (c.stride[0] !== 1 || c.stride[1] !== 1 || top < 0 || left < 0) return null
  const { batch, groups, kernel, stride, dilation } = c
  const same = { batch, groups, kernel, stride, dilation }
  const exchangedSizes = { channels: c.filters, filters: c.channels, input: c.output, output: c.input }
  return { ...same, ...exchangedSizes, padding: [top, left], flip: !c.flip }
}

/** Weights of a convolution turned round: filter and channel exchanged within each group. */
function exchanged(weight: Tensor, { groups, filters, channels, kernel }: Convolution): Tensor {
  const size = kernel[0] * kernel[1]
  const turned = zeros([groups * channels, filters, ...kernel], dtypeOf(weight))
  for (let group = 0; group < groups; group++) {
    for (let f = 0; f < filters; f++) {
      for (let c = 0; c < channels; c++) {
        const from = ((group * filters + f) * channels + c) * size
        turned.data.set(weight.data.subarray(from, from + size), ((group * channels + c) * filters + f) * size)
      }
    }
  }
  return turned
}

/**
 * Calls `step` for each piece and each row, or the first of every `together` rows, and gives way in between; a row meets
 * `depth` numbers a cell.
 */
function* sweep(
  layout: Layout,
  rows: number,
  depth: number,
  together: number,
  step: (row: number, piece: StretchPiece) => void,
): Generator<void, void, void> {
  let work = 0
  for (const piece of layout.pieces) {
    for (let row = 0; row < rows; row += together) {
      step(row, piece)
      work += piece.count * depth * together
      if (work < YIELD_EVERY) continue
      work = 0
      yield
    }
  }
}
