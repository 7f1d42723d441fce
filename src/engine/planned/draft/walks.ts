// How kernels go over tensors that are repeated along some axes: contiguous, or in planes with a tensor of full size.

import type { Images } from "../../../kernels/fast.ts"
import { BARE, imageBytes, type Planes, pixelAt, pixelBytes, rowBytes } from "../../../kernels/planes.ts"
import { type Loop, type Walk, walkOf } from "../../../kernels/pointwise/walk.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { Buffer } from "./buffers.ts"
import type { Draft, Operand } from "./draft.ts"
import { planesOf } from "./layouts.ts"
import { floatsOf, LINE_BYTES, linesOf, type Stretch, stretchesOf } from "./parts.ts"
import { partsFor } from "./worth.ts"

/** Bytes from one index of each axis of `whole` to the next in a contiguous tensor of `shape`; 0 where it is repeated. */
function stridesIn(whole: Shape, shape: Shape, size: number): readonly number[] {
  const strides = whole.map(() => 0)
  let stride = size
  for (let axis = -1; axis >= -shape.length; axis--) {
    const n = shape.at(axis) ?? 1
    if (n > 1) strides[whole.length + axis] = stride
    stride *= n
  }
  return strides
}

/** Over contiguous tensors of the common shape `whole`; the last is one of `to`, with numbers of `size` bytes. */
export function walkOfAxes(of: readonly Operand[], whole: Shape, to: Shape, size: 4 | 8): Walk {
  const strides = [...of.map(({ shape }) => stridesIn(whole, shape, 4)), stridesIn(whole, to, size)]
  const axes = whole.flatMap((count, axis): Loop[] =>
    count === 1 ? [] : [{ count, steps: strides.map((steps) => steps[axis] ?? 0) }],
  )
  const starts = [...of.map(({ offset = 0 }) => 4 * offset), 0]
  return walkOf(axes.length === 0 ? [{ count: 1, steps: starts.map(() => 4) }] : axes, starts)
}

/** The axes of images: of each, whether a tensor goes along or is repeated. */
type Along = readonly [batch: boolean, channels: boolean, height: boolean, width: boolean]

/** How a tensor of `shape` goes along images, as which one of `whole` is seen; null where an axis of images is only partly one. */
function alongImages(shape: Shape, whole: Shape, images: Images): Along | null {
  const own = whole.map((n, axis) => n > 1 && (shape.at(axis - whole.length) ?? 1) > 1)
  let axis = 0
  const found = [images.batch, images.channels, images.height, images.width].map((wanted) => {
    let size = 1
    const kinds = new Set<boolean>()
    for (; size < wanted && axis < whole.length; axis++) {
      size *= whole[axis] ?? 1
      if ((whole[axis] ?? 1) > 1) kinds.add(own[axis] ?? false)
    }
    return size === wanted && kinds.size <= 1 ? kinds.has(true) : null
  })
  const [batch, channels, height, width] = found
  if (batch == null || channels == null || height == null || width == null) return null
  return [batch, channels, height, width]
}

/** Whether a tensor can be met in planes. */
export function isInPlanes(shape: Shape, whole: Shape, images: Images): boolean {
  return alongImages(shape, whole, images) !== null
}

function repeatedImages(images: Images, [batch, channels, height, width]: Along): Images {
  return {
    batch: batch ? images.batch : 1,
    channels: channels ? images.channels : 1,
    height: height ? images.height : 1,
    width: width ? images.width : 1,
  }
}

/** Where the sums over planes go: as planes, where there is one for each channel, else one behind the other. */
export interface Sums {
  readonly planes: Planes | null
  readonly images: Images
  readonly count: number
  readonly steps: readonly number[]
}

/** The place of sums of shape `to`. */
export function sumsInPlanes(to: Shape, whole: Shape, images: Images): Sums | null {
  const along = alongImages(to, whole, images)
  if (along === null) return null
  const own = repeatedImages(images, along)
  if (!along[1]) {
    const count = own.batch * own.height * own.width
    return { planes: null, images: own, count, steps: spread(along, own, 8, 0) }
  }
  const planes = planesOf(own, BARE)
  const pixels = own.batch * own.height * own.width
  return { planes, images: own, count: pixels * planes.pitch, steps: spread(along, own, 8 * planes.pitch, 8) }
}

/** Steps of batch, height, width and channels where pixels lie side by side. */
function spread([batch, , height, width]: Along, own: Images, pixel: number, channel: number): readonly number[] {
  const image = own.height * own.width * pixel
  return [batch ? image : 0, height ? own.width * pixel : 0, width ? pixel : 0, channel]
}

/** Over planes; the last tensor is given, in planes as wide as `images` or as sums. */
export function walkInPlanes(
  draft: Draft,
  of: readonly Operand[],
  images: Images,
  whole: Shape,
  last: { readonly planes: Planes } | Sums,
): { readonly walk: Walk; readonly buffers: readonly Buffer[] } {
  const met = of.map((operand) => metInPlanes(draft, operand, images, whole))
  const sums = "steps" in last ? last : null
  const end = sums ?? (last.planes === null ? null : stepsOf(last.planes, [true, true, true, true]))
  if (end === null) throw new Error("a kernel over planes writes planes or sums")
  const all = [...met, { start: 0, ...end }]
  // What lies behind the last channel may be anything, but not part of a sum.
  const row = sums === null || sums.planes !== null ? planesOf(images, BARE).pitch : images.channels
  const counts = [images.batch, images.height, images.width, row]
  const axes = counts.map((count, i): Loop => ({ count, steps: all.map(({ steps }) => steps[i] ?? 0) }))
  const walk = walkOf(
    axes,
    all.map(({ start }) => start),
  )
  return { walk, buffers: met.map(({ buffer }) => buffer) }
}

function stepsOf(planes: Planes, [batch, channels, height, width]: Along) {
  return {
    start: pixelAt(planes, 0, 0),
    steps: [
      batch ? imageBytes(planes) : 0,
      height ? rowBytes(planes) : 0,
      width ? pixelBytes(planes) : 0,
      channels ? 4 : 0,
    ],
  }
}

/** A tensor beside planes: in planes of its own where it has pixels and channels, else contiguous. */
function metInPlanes(draft: Draft, { tensor, shape, offset }: Operand, images: Images, whole: Shape) {
  const along = alongImages(shape, whole, images)
  if (along === null) throw new Error("a tensor cannot be met in planes")
  const own = repeatedImages(images, along)
  const complete = along.every((one, i) => one || [images.batch, images.channels, images.height, images.width][i] === 1)
  if (offset === undefined && (complete || (along[1] && own.height * own.width > 1))) {
    const { planes, buffer } = draft.planes(tensor, own, BARE)
    return { buffer, ...stepsOf(planes, complete ? [true, true, true, true] : along) }
  }
  const pixel = along[1] ? 4 * own.channels : 4
  return { buffer: draft.flat(tensor), start: 4 * (offset ?? 0), steps: spread(along, own, pixel, along[1] ? 4 : 0) }
}

/** A walk in parts: of turns of its outermost loop, or of its only row. */
interface WalkParts {
  readonly stretches: readonly Stretch[]
  readonly walkOf: (count: number, first: number) => Walk
  /** Bytes of a tensor from one of the things to the next. */
  readonly stepOf: (tensor: number) => number
}

/** How threads share a walk that writes its last tensor. */
export function walkParts(walk: Walk): WalkParts {
  const [outer, ...inner] = walk.loops
  const each = walk.starts.length / 2
  if (outer === undefined) {
    return {
      stretches: linesOf(walk.length, each),
      walkOf: (lines, first) => ({ ...walk, length: floatsOf(walk.length, lines, first) }),
      stepOf: (tensor) => (walk.repeated[tensor] === true ? 0 : LINE_BYTES),
    }
  }
  const numbers = walk.loops.reduce((product, { count }) => product * count, walk.length)
  // The last vector of a row that is no whole number of them reaches into the next row.
  const parts = walk.length % 4 === 0 ? partsFor(numbers * each) : 1
  return {
    stretches: stretchesOf(outer.count, parts),
    walkOf: (count) => ({ ...walk, loops: [{ ...outer, count }, ...inner] }),
    stepOf: (tensor) => outer.steps[tensor] ?? 0,
  }
}
