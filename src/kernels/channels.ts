// Walks over planes with the numbers of some channels in registers: all pixels for one line of the cache, then the next.

import { imageBytes, type Planes, pixelAt, pixelBytes, rowBytes } from "./planes.ts"
import type { Code } from "./wasm/code.ts"
import { beyond, type Local, type Value } from "./wasm/values.ts"

/** Vectors of channels that are walked at once: a line of the cache. */
const TOGETHER = 4

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

/** Visits strips of channels of planes that have the same pixels and pitch. */
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
  const vectors = first.planes.pitch / 4
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
