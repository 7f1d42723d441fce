// Pooling of planes: every output cell looks at a box of input cells, rows × columns of its plane. Planes are the last two
// axes; one-dimensional pooling has planes of height 1, and shapes are kept as they were given.

import { allocate, dtypeOf, type Shape, sizeOf, type Tensor, type TensorData, zeros } from "../tensor.ts"
import { YIELD_EVERY } from "../work.ts"

/** The cells that each output cell sees along one axis: start, start + step, … below end. */
export interface Spans {
  /** Input cells along the axis. */
  readonly size: number
  readonly step: number
  readonly start: Int32Array
  readonly end: Int32Array
  /** Cells seen, padding included. */
  readonly full: Int32Array
}

/** A kernel that slides. What lies in the padding is not seen, but counts in `full`, as far as padding reaches. */
export function slidingSpans(
  size: number,
  output: number,
  window: { readonly kernel: number; readonly stride: number; readonly padding: number; readonly dilation: number },
): Spans {
  const { kernel, stride, padding, dilation } = window
  const first = (o: number) => o * stride - padding
  const skipped = (o: number) => Math.max(0, Math.ceil(-first(o) / dilation))
  const cells = (value: (o: number) => number) => Int32Array.from({ length: output }, (_, o) => value(o))
  return {
    size,
    step: dilation,
    start: cells((o) => first(o) + skipped(o) * dilation),
    end: cells((o) => Math.min(size, first(o) + (kernel - 1) * dilation + 1)),
    full: cells((o) => Math.min(first(o) + kernel, size + padding) - first(o)),
  }
}

/** `output` spans that together cover an axis: ⌊o · size/output⌋ to ⌈(o + 1) · size/output⌉. */
export function adaptiveSpans(size: number, output: number): Spans {
  const start = Int32Array.from({ length: output }, (_, o) => Math.floor((o * size) / output))
  const end = Int32Array.from({ length: output }, (_, o) => Math.ceil(((o + 1) * size) / output))
  return { size, step: 1, start, end, full: end.map((stop, o) => stop - start[o]!) }
}

/** What the sum over each box is divided by. */
export function divisors(rows: Spans, columns: Spans, padded: boolean, override: number | null): Float64Array {
  const cells = (spans: Spans, o: number) => (padded ? spans.full[o]! : spans.end[o]! - spans.start[o]!)
  const width = columns.start.length
  return Float64Array.from(
    { length: rows.start.length * width },
    (_, o) => override ?? cells(rows, Math.floor(o / width)) * cells(columns, o % width),
  )
}

/** Mean over each box. */
export function* averagePool(
  x: Tensor,
  rows: Spans,
  columns: Spans,
  divisor: Float64Array,
  shape: Shape,
): Generator<void, Tensor, void> {
  const data = allocate(sizeOf(shape), dtypeOf(x))
  yield* eachPlane(x, rows, columns, (base, plane) => {
    for (let o = 0; o < divisor.length; o++)
      data[plane * divisor.length + o] = boxSum(x, base, rows, columns, o) / divisor[o]!
  })
  return { shape, data }
}

function boxSum(x: Tensor, base: number, rows: Spans, columns: Spans, o: number): number {
  const width = columns.start.length
  const row = Math.floor(o / width)
  let sum = 0
  for (let y = rows.start[row]!; y < rows.end[row]!; y++) {
    const line = base + y * columns.size
    for (let i = columns.start[o % width]!; i < columns.end[o % width]!; i++) sum += x.data[line + i]!
  }
  return sum
}

/** Gradient of `averagePool` by x, which had `shape`: each cell of a box gets its share. */
export function* averagePoolBack(
  g: Tensor,
  rows: Spans,
  columns: Spans,
  divisor: Float64Array,
  shape: Shape,
): Generator<void, Tensor, void> {
  const dx = zeros(shape, dtypeOf(g))
  const width = columns.start.length
  const sums = new Float64Array(rows.size * columns.size)
  yield* eachPlane(dx, rows, columns, (base, plane) => {
    sums.fill(0)
    for (let o = 0; o < divisor.length; o++) {
      const share = g.data[plane * divisor.length + o]! / divisor[o]!
      const row = Math.floor(o / width)
      for (let y = rows.start[row]!; y < rows.end[row]!; y++) {
        const line = y * columns.size
        for (let i = columns.start[o % width]!; i < columns.end[o % width]!; i++)
          sums[line + i] = sums[line + i]! + share
      }
    }
    dx.data.set(sums, base)
  })
  return dx
}

/**
 * Greatest number of each box, and where in its plane it lies (row · width + column); the first of equals. NaN is greater
 * than any number, as in PyTorch. A box without a cell answers −∞ at −1. Indices are exact in float32 below 2²⁴ cells a plane.
 */
export function* maxPool(
  x: Tensor,
  rows: Spans,
  columns: Spans,
  shape: Shape,
): Generator<void, { output: Tensor; indices: Tensor }, void> {
  const output = zeros(shape, dtypeOf(x))
  const indices = zeros(shape, dtypeOf(x))
  const boxes = rows.start.length * columns.start.length
  yield* eachPlane(x, rows, columns, (base, plane) => {
    maxPlane(x.data, base, rows, columns, output.data, indices.data, plane * boxes)
  })
  return { output, indices }
}

/** The boxes of one plane, row by row, into `output` and `indices` from `out` on. */
function maxPlane(
  data: TensorData,
  base: number,
  rows: Spans,
  columns: Spans,
  output: TensorData,
  indices: TensorData,
  out: number,
): void {
  const width = columns.size
  const { step } = columns
  let o = out
  for (let row = 0; row < rows.start.length; row++) {
    const top = rows.start[row]!
    const bottom = rows.end[row]!
    for (let column = 0; column < columns.start.length; column++, o++) {
      const left = columns.start[column]!
      const right = columns.end[column]!
      if (top >= bottom || left >= right) {
        output[o] = Number.NEGATIVE_INFINITY
        indices[o] = -1
        continue
      }
      // The first cell always wins, so that a box full of −∞ has a winner.
      let winner = top * width + left
      let best = data[base + winner]!
      for (let y = top; y < bottom; y += rows.step) {
        const line = y * width
        for (let i = line + left; i < line + right; i += step) {
          const value = data[base + i]!
          if (!(value > best || Number.isNaN(value))) continue
          best = value
          winner = i
        }
      }
      output[o] = best
      indices[o] = winner
    }
  }
}

/** Gradient of `maxPool` by x, which had `shape`: all of it goes to the winners. */
export function maxPoolBack(g: Tensor, indices: Tensor, rows: Spans, columns: Spans, shape: Shape): Tensor {
  const plane = rows.size * columns.size
  const boxes = rows.start.length * columns.start.length
  const dx = zeros(shape, dtypeOf(g))
  const sums = new Float64Array(plane)
  for (let o = 0, base = 0; o < g.data.length; base += plane) {
    sums.fill(0)
    for (const end = o + boxes; o < end; o++) {
      const winner = indices.data[o]!
      if (winner >= 0) sums[winner] = sums[winner]! + g.data[o]!
    }
    dx.data.set(sums, base)
  }
  return dx
}

/** Calls `step` for each plane of `x`, and gives way in between. */
function* eachPlane(
  x: Tensor,
  rows: Spans,
  columns: Spans,
  step: (base: number, plane: number) => void,
): Generator<void, void, void> {
  const size = rows.size * columns.size
  const visits = (spans: Spans) => spans.end.reduce((sum, end, o) => sum + Math.max(0, end - spans.start[o]!), 0)
  const perPlane = visits(rows) * visits(columns)
  let work = 0
  for (let plane = 0; plane * size < x.data.length; plane++) {
    step(plane * size, plane)
    work += perPlane
    if (work < YIELD_EVERY) continue
    work = 0
    yield
  }
}
