// Walks over planes with the numbers of some channels in registers: all pixels for one line of the cache, then the next.

import { imageBytes, type Planes, pixelAt, pixelBytes, rowBytes } from "./planes.ts"
import type { Code } from "./wasm/code.ts"
import { beyond, i32, type Local, type Value } from "./wasm/values.ts"

/** Vectors of channels that are walked at once: a line of the cache. */
const TOGETHER = 4
/** Channels of a strip. */
export const STRIP = 4 * TOGETHER

/** A pointer to the start of planes. */
export interface PlanesAt {
  readonly at: Value<"i32">
  readonly planes: Planes
}

/** Some channels of all planes. */
export interface Strip {
  readonly vectors: number
  /** Bytes of the channels before, in vectors of float32. */
  readonly before: Local<"i32">
  /** Visits every pixel; `at`: where these channels are in each of the planes. */
  readonly eachPixel: (visit: (at: readonly Local<"i32">[]) => void) => void
}

/** Visits strips of channels of planes that have the same pixels, pitch and channels. */
export function eachStrip(code: Code, all: readonly PlanesAt[], visit: (strip: Strip) => void): void {
  const [first] = all
  if (first === undefined) return
  const before = code.local("i32")
  const starts = all.map(({ at, planes }) => code.let(beyond(at, pixelAt(planes, 0, 0))))
  const strips = (vectors: number, count: number): void => {
    if (vectors === 0 || count === 0) return
    code.repeat(count, () => {
      visit({ vectors, before, eachPixel: (each) => walk(code, all, starts, each) })
      for (const start of starts) code.advance(start, 16 * vectors)
      code.advance(before, 16 * vectors)
    })
  }
  const vectors = Math.ceil(first.planes.channels / 4)
  strips(TOGETHER, Math.floor(vectors / TOGETHER))
  strips(vectors % TOGETHER, 1)
}

function walk(
  code: Code,
  all: readonly PlanesAt[],
  starts: readonly Local<"i32">[],
  visit: (at: readonly Local<"i32">[]) => void,
): void {
  const [first] = all
  if (first === undefined) return
  const advance = (pointers: readonly Local<"i32">[], by: (planes: Planes) => number): void => {
    for (const [i, pointer] of pointers.entries()) code.advance(pointer, by(all[i]?.planes ?? first.planes))
  }
  const images = starts.map((start) => code.let(start))
  code.repeat(first.planes.batch, () => {
    const rows = images.map((image) => code.let(image))
    code.repeat(first.planes.height, () => {
      const pixels = rows.map((row) => code.let(row))
      code.repeat(first.planes.width, () => {
        visit(pixels)
        advance(pixels, pixelBytes)
      })
      advance(rows, rowBytes)
    })
    advance(images, imageBytes)
  })
}

/** Pixels that are visited strip by strip before the next ones: few enough to stay in the first cache. */
function blockOf({ pitch }: Planes): number {
  return Math.max(8, Math.min(MOST_PIXELS, Math.floor(2048 / pitch)))
}
const MOST_PIXELS = 32

/**
 * Visits blocks of pixels, of each block some channels after the others: memory is read from its start to its end. Planes have
 * the same pixels and channels. `together`: vectors of channels that are visited at once.
 */
export function eachBlock(code: Code, all: readonly PlanesAt[], together: number, visit: (strip: Strip) => void): void {
  const [first] = all
  if (first === undefined) return
  const size = blockOf(first.planes)
  const vectors = Math.ceil(first.planes.channels / 4)
  const nest = ([loop, ...inner]: readonly PixelLoop[], pointers: readonly Local<"i32">[]): void => {
    if (loop === undefined) return
    const { count, steps } = loop
    const own = pointers.map((pointer) => code.let(pointer))
    if (inner.length > 0) {
      code.repeat(count, () => {
        nest(inner, own)
        move(code, own, steps)
      })
      return
    }
    const whole = Math.floor(count / size)
    if (whole > 0) {
      code.repeat(whole, () => {
        visitBlock(code, own, { pixels: size, steps, vectors, together }, visit)
        move(code, own, steps, size)
      })
    }
    if (count % size > 0) visitBlock(code, own, { pixels: count % size, steps, vectors, together }, visit)
  }
  const starts = all.map(({ at, planes }) => code.let(beyond(at, pixelAt(planes, 0, 0))))
  nest(pixelLoops(all.map(({ planes }) => planes)), starts)
}

function move(code: Code, pointers: readonly Local<"i32">[], steps: readonly number[], times = 1): void {
  for (const [i, pointer] of pointers.entries()) code.advance(pointer, times * (steps[i] ?? 0))
}

interface Block {
  readonly pixels: number
  /** Bytes from one pixel to the next. */
  readonly steps: readonly number[]
  /** Vectors of channels, and of those that are visited at once. */
  readonly vectors: number
  readonly together: number
}

/** One block, strip by strip. */
function visitBlock(code: Code, pointers: readonly Local<"i32">[], block: Block, visit: (strip: Strip) => void): void {
  const { pixels, steps, vectors, together } = block
  const [before, at] = [code.let(i32.constant(0)), pointers.map((pointer) => code.let(pointer))]
  const eachPixel: Strip["eachPixel"] = (each) => {
    const own = at.map((pointer) => code.let(pointer))
    code.repeat(pixels, () => {
      each(own)
      move(code, own, steps)
    })
  }
  const strips = (wide: number, count: number): void => {
    if (wide === 0 || count === 0) return
    code.repeat(count, () => {
      visit({ vectors: wide, before, eachPixel })
      for (const pointer of [...at, before]) code.advance(pointer, 16 * wide)
    })
  }
  strips(together, Math.floor(vectors / together))
  strips(vectors % together, 1)
}

interface PixelLoop {
  readonly count: number
  /** Bytes of each of the planes. */
  readonly steps: readonly number[]
}

/** Images, rows and columns, as one loop where all planes go on from one to the next. */
function pixelLoops(all: readonly Planes[]): readonly PixelLoop[] {
  const [{ batch, height, width } = { batch: 0, height: 0, width: 0 }] = all
  const merged: PixelLoop[] = []
  for (const { count, steps } of [
    { count: batch, steps: all.map(imageBytes) },
    { count: height, steps: all.map(rowBytes) },
    { count: width, steps: all.map(pixelBytes) },
  ]) {
    const outer = merged.at(-1)
    if (outer?.steps.every((step, i) => outer.count === 1 || step === count * (steps[i] ?? 0)) === true) {
      merged[merged.length - 1] = { count: outer.count * count, steps }
    } else if (outer === undefined || count > 1) merged.push({ count, steps })
  }
  return merged
}
