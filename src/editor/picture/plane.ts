// Pictures as tensors. A picture is a tensor of N×C×H×W or C×H×W with one channel (grey) or three (red, green, blue),
// numbers from 0 (black) to 1 (white).

import { allocate, dim, type Shape, type Tensor } from "../../tensor/tensor.ts"

export interface PictureSize {
  /** How many pictures: 1 where there is no batch axis. */
  readonly samples: number
  readonly channels: 1 | 3
  readonly rows: number
  readonly columns: number
}

const LEAST = 4

/** What pictures a tensor of this shape holds, or null. */
export function pictureSize(shape: Shape): PictureSize | null {
  if (shape.length !== 3 && shape.length !== 4) return null
  const channels = dim(shape, -3)
  const [rows, columns] = [dim(shape, -2), dim(shape, -1)]
  if ((channels !== 1 && channels !== 3) || rows < LEAST || columns < LEAST) return null
  return { samples: shape.length === 4 ? dim(shape, 0) : 1, channels, rows, columns }
}

/** One picture's numbers, C×H×W in row-major order. */
export type Painted = ArrayLike<number>

/** A copy of the tensor (zeros if there is none yet) with one of its pictures replaced. */
export function withPicture(shape: Shape, before: Tensor | null, sample: number, painted: Painted): Tensor {
  const size = shape.reduce((product, n) => product * n, 1)
  const data = before === null ? allocate(size, "float64") : Float64Array.from(before.data)
  for (let i = 0; i < painted.length; i++) data[sample * painted.length + i] = round(painted[i] ?? 0)
  return { shape, data }
}

/** RGBA bytes, row by row, to C×H×W numbers from 0 to 1. Grey is 0.299 R + 0.587 G + 0.114 B. */
export function fromPixels(pixels: ArrayLike<number>, { channels, rows, columns }: PictureSize): Painted {
  const area = rows * columns
  const painted = new Float64Array(channels * area)
  for (let i = 0; i < area; i++) {
    const at = (channel: number): number => (pixels[4 * i + channel] ?? 0) / 255
    if (channels === 1) painted[i] = 0.299 * at(0) + 0.587 * at(1) + 0.114 * at(2)
    else for (let c = 0; c < 3; c++) painted[c * area + i] = at(c)
  }
  return painted
}

/** Three decimals tell all 256 shades apart and keep documents short. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
