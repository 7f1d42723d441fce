// Tensors as the arena holds them: contiguous as a document has them, or as planes for kernels.

import { type Copy, turnedRound } from "../../../kernels/copy.ts"
import type { Images } from "../../../kernels/fast.ts"
import { type Halo, imageBytes, type Planes, pixelAt, roundedUp, rowBytes } from "../../../kernels/planes.ts"

/** The planes of images. `tight`: channels without room between pixels, which only splat-loads can read. */
export function planesOf(images: Images, halo: Halo, tight = false): Planes {
  const { batch, channels, height, width } = images
  return { batch, height, width, channels, pitch: tight ? channels : roundedUp(channels), halo }
}

/** Whether both see a tensor in the same way. */
export function sameImages(a: Images, b: Images): boolean {
  return a.batch === b.batch && a.channels === b.channels && a.height === b.height && a.width === b.width
}

/** The borders of `a` are at least those of `b`. */
export function isAsWide(a: Halo, b: Halo): boolean {
  return a.top >= b.top && a.left >= b.left && a.bottom >= b.bottom && a.right >= b.right
}

/** Contiguous numbers into planes; `channels` of them from `first` on, of images with `all`. */
export function intoPlanes(planes: Planes, first = 0, all = planes.channels): Copy {
  const { height, width } = planes
  const area = height * width
  const start = pixelAt(planes, 0, 0) / 4
  return { from: first * area, to: start, loops: loopsOf(planes, all * area, area, width) }
}

/** Planes into contiguous numbers. */
export function outOfPlanes(planes: Planes, first = 0, all = planes.channels): Copy {
  return turnedRound(intoPlanes(planes, first, all))
}

/** Images, rows, then channels or columns innermost: what is contiguous where it is written. */
function loopsOf(planes: Planes, image: number, area: number, row: number): Copy["loops"] {
  const { batch, height, width, channels, pitch } = planes
  const images = { count: batch, from: image, to: imageBytes(planes) / 4 }
  const rows = { count: height, from: row, to: rowBytes(planes) / 4 }
  const columns = { count: width, from: 1, to: pitch }
  const each = { count: channels, from: area, to: 1 }
  return [images, rows, columns, each]
}

/** One layout of planes into another: pixel by pixel, from channel `from` to channel `to`, so many. */
export function betweenPlanes(a: Planes, b: Planes, from = 0, to = 0, channels = a.channels): Copy {
  return {
    from: pixelAt(a, 0, 0) / 4 + from,
    to: pixelAt(b, 0, 0) / 4 + to,
    loops: [
      { count: a.batch, from: imageBytes(a) / 4, to: imageBytes(b) / 4 },
      { count: a.height, from: rowBytes(a) / 4, to: rowBytes(b) / 4 },
      { count: a.width, from: a.pitch, to: b.pitch },
      { count: channels, from: 1, to: 1 },
    ],
  }
}

/** The pixels of `a` into those of `b` that lie `stride` apart, from one on. */
export function everyNth(a: Planes, b: Planes, stride: Pair, first: Pair = [0, 0]): Copy {
  return {
    from: pixelAt(a, 0, 0) / 4,
    to: pixelAt(b, first[0], first[1]) / 4,
    loops: [
      { count: a.batch, from: imageBytes(a) / 4, to: imageBytes(b) / 4 },
      { count: a.height, from: rowBytes(a) / 4, to: (stride[0] * rowBytes(b)) / 4 },
      { count: a.width, from: a.pitch, to: stride[1] * b.pitch },
      { count: a.channels, from: 1, to: 1 },
    ],
  }
}

type Pair = readonly [number, number]
