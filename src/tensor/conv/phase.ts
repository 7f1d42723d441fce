// How a convolution is laid out so that each of its loops is contiguous. The zero-padded input is dealt out into one plane
// for each phase of the stride (for stride 2: even and odd rows × even and odd columns). A weight then meets one shifted,
// unbroken stretch of numbers, whatever the stride and dilation. The last columns of each row of a stretch are spill: they
// belong to no output; they are dropped on the way out and hold zero on the way in. Where most of a row would be spill (a
// filter about as wide as its input), stretches keep no spill and are walked row by row.

import type { TensorData } from "../tensor.ts"

/** Sizes of a picture or a window, in cells. */
export type HeightWidth = readonly [height: number, width: number]

/** A two-dimensional convolution with zero padding; a one-dimensional one has height 1. Every length counts cells. */
export interface Convolution {
  readonly batch: number
  readonly groups: number
  /** Input channels of one group. */
  readonly channels: number
  /** Output channels of one group. */
  readonly filters: number
  readonly input: HeightWidth
  readonly kernel: HeightWidth
  readonly stride: HeightWidth
  readonly dilation: HeightWidth
  /** Zeros above and to the left; those below and to the right follow from `output`. */
  readonly padding: HeightWidth
  readonly output: HeightWidth
  /** True convolution: the kernel is turned by 180°. */
  readonly flip: boolean
}

/** How a convolution lies in memory: phase planes of x, stretches of y, and the pieces that both share. */
export interface Layout {
  /** Numbers of one channel: all its phase planes. */
  readonly perChannel: number
  /** Numbers of one output plane as a stretch. */
  readonly length: number
  /** Numbers from one row of a stretch to the next: with spill as in a phase plane, else the output's width. */
  readonly pitch: number
  readonly pieces: readonly StretchPiece[]
  /** Where the stretch of each weight of a filter starts; channels × kernel height × kernel width of them. */
  readonly offsets: Int32Array
  /** Cell (y, x) of a channel lies at rowAt[y] + columnAt[x]. */
  readonly rowAt: Int32Array
  readonly columnAt: Int32Array
  readonly output: HeightWidth
}

/** Neighbouring numbers of a stretch and those that they meet; both shifts count from where either starts. */
export interface StretchPiece {
  readonly stretch: number
  readonly plane: number
  readonly count: number
}

/** Numbers worked on at a time, so that they stay in the cache. */
const SEGMENT = 1024

/** The layout of one group of one example. */
export function layoutOf(c: Convolution): Layout {
  const height = phaseLength(c, 0)
  const width = phaseLength(c, 1)
  const strideY = phases(c, 0)
  const strideX = phases(c, 1)
  const perChannel = height * width * strideY * strideX
  const place = (y: number, x: number) =>
    ((y % strideY) * strideX + (x % strideX)) * height * width +
    Math.floor(y / strideY) * width +
    Math.floor(x / strideX)
  const pitch = 2 * c.output[1] < width ? c.output[1] : width
  return {
    perChannel,
    length: (c.output[0] - 1) * pitch + c.output[1],
    pitch,
    pieces: piecesOf(c.output, width, pitch),
    offsets: offsetsOf(c, perChannel, place),
    rowAt: Int32Array.from({ length: c.input[0] }, (_, y) => place(y + c.padding[0], 0)),
    columnAt: Int32Array.from({ length: c.input[1] }, (_, x) => place(0, x + c.padding[1])),
    output: c.output,
  }
}

/**
 * The layout with pieces that leave out the spill. Its zeros add nothing to what is finite; to infinity and NaN they do, and numbers
 * would be lost that no output depends on.
 */
export function withoutSpill(layout: Layout): Layout {
  const { pitch, output } = layout
  const pieces = layout.pieces.flatMap(({ stretch, plane, count }) => {
    const rows: StretchPiece[] = []
    for (let from = 0; from < count; ) {
      const column = (stretch + from) % pitch
      const end = Math.min(count, from + pitch - column)
      const kept = Math.min(end, from + Math.max(0, output[1] - column))
      if (kept > from) rows.push({ stretch: stretch + from, plane: plane + from, count: kept - from })
      from = end
    }
    return rows
  })
  return { ...layout, pieces }
}

function piecesOf([rows, columns]: HeightWidth, width: number, pitch: number): readonly StretchPiece[] {
  if (pitch !== width) {
    return Array.from({ length: rows }, (_, y) => ({ stretch: y * pitch, plane: y * width, count: columns }))
  }
  const length = (rows - 1) * width + columns
  return Array.from({ length: Math.ceil(length / SEGMENT) }, (_, i) => {
    const from = i * SEGMENT
    return { stretch: from, plane: from, count: Math.min(SEGMENT, length - from) }
  })
}

function offsetsOf(c: Convolution, perChannel: number, place: (y: number, x: number) => number): Int32Array {
  const [height, width] = c.kernel
  const offsets = new Int32Array(c.channels * height * width)
  for (let t = 0; t < offsets.length; t++) {
    const channel = Math.floor(t / (height * width))
    const ky = Math.floor(t / width) % height
    const kx = t % width
    const y = c.flip ? height - 1 - ky : ky
    const x = c.flip ? width - 1 - kx : kx
    offsets[t] = channel * perChannel + place(y * c.dilation[0], x * c.dilation[1])
  }
  return offsets
}

/** A stride that is never walked needs no phases: so planes stay about as large as the padded input, whatever the stride. */
function phases(c: Convolution, axis: 0 | 1): number {
  return c.output[axis] === 1 ? 1 : c.stride[axis]
}

/** Cells that one phase needs along an axis: enough for the padded input and for the last window. */
function phaseLength(c: Convolution, axis: 0 | 1): number {
  const stride = phases(c, axis)
  const reach = (c.output[axis] - 1) * stride + (c.kernel[axis] - 1) * c.dilation[axis] + 1
  return Math.ceil(Math.max(c.padding[axis] + c.input[axis], reach) / stride)
}

/** Deals `channels` channels of `data` from `at` on out into phase planes. What is padding there keeps its number. */
export function deal(planes: Float64Array, data: TensorData, at: number, channels: number, layout: Layout): void {
  const { rowAt, columnAt, perChannel } = layout
  let from = at
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < rowAt.length; y++) {
      const base = channel * perChannel + rowAt[y]!
      for (let x = 0; x < columnAt.length; x++) planes[base + columnAt[x]!] = data[from++]!
    }
  }
}

/** The way back: every cell out of its phase plane; padding is dropped. */
export function collect(data: TensorData, at: number, planes: Float64Array, channels: number, layout: Layout): void {
  const { rowAt, columnAt, perChannel } = layout
  let to = at
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < rowAt.length; y++) {
      const base = channel * perChannel + rowAt[y]!
      for (let x = 0; x < columnAt.length; x++) data[to++] = planes[base + columnAt[x]!]!
    }
  }
}

/** `filters` output planes of `data` from `at` on into stretches. Spill keeps its number. */
export function spread(stretches: Float64Array, data: TensorData, at: number, filters: number, layout: Layout): void {
  const [height, width] = layout.output
  let from = at
  for (let filter = 0; filter < filters; filter++) {
    for (let y = 0; y < height; y++) {
      const base = filter * layout.length + y * layout.pitch
      for (let x = 0; x < width; x++) stretches[base + x] = data[from++]!
    }
  }
}

/** The way back: stretches into output planes; spill is dropped. */
export function gather(data: TensorData, at: number, stretches: Float64Array, filters: number, layout: Layout): void {
  const [height, width] = layout.output
  let to = at
  for (let filter = 0; filter < filters; filter++) {
    for (let y = 0; y < height; y++) {
      const base = filter * layout.length + y * layout.pitch
      for (let x = 0; x < width; x++) data[to++] = stretches[base + x]!
    }
  }
}
