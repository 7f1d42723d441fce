// Planes made larger or smaller: each output pixel is made of one input pixel, or of four by the shares of two rows and two columns.
// Which they are stands in tables in memory, rows before columns: two offsets in bytes for each place, and two shares.

import type { Taps } from "../fast.ts"
import { imageBytes, type Planes, pixelAt, pixelBytes, planesKey, rowBytes } from "../planes.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32x4, i32, type Local, type Value, v128 } from "../wasm/values.ts"

/** What a kernel depends on. */
export interface ResizeCode {
  readonly input: Planes
  readonly output: Planes
  /** Each output pixel is a copy of the first of its four. */
  readonly single: boolean
}

/** Offsets of rows and columns of the input's planes, as bytes from the first pixel. */
export function resizeOffsets(input: Planes, rows: Taps, columns: Taps): Int32Array {
  const pairs = ({ lower, upper }: Taps, step: number): number[] =>
    Array.from(lower).flatMap((cell, i) => [cell * step, (upper[i] ?? cell) * step])
  return Int32Array.from([...pairs(rows, rowBytes(input)), ...pairs(columns, pixelBytes(input))])
}

/** Shares in the same order. */
export function resizeShares(rows: Taps, columns: Taps): Float32Array {
  const pairs = ({ weight }: Taps): number[] => Array.from(weight).flatMap((share) => [1 - share, share])
  return Float32Array.from([...pairs(rows), ...pairs(columns)])
}

function keyOf(what: string, { input, output, single }: ResizeCode): string {
  return [what, single, planesKey(input), planesKey(output)].join("_")
}

/** Function (x, y, offsets, shares). */
export function resize(module: ModuleBuilder, resizing: ResizeCode): Callable {
  return module.define(keyOf("resize", resizing), ["i32", "i32", "i32", "i32"], (code, x, y, offsets, shares) => {
    eachPixel(code, resizing, { input: x, output: y, offsets, shares }, (at, cells) => {
      const parts = cells.map(({ at: cell, share }) =>
        share === null ? v128.load(cell) : f32x4.mul(v128.load(cell), share),
      )
      code.store(
        at,
        0,
        parts.reduce((sum, part) => f32x4.add(sum, part)),
      )
    })
  })
}

/** Function (dy, dx, offsets, shares): adds its share of dy to each of the pixels; dx holds zeros before. */
export function resizeBack(module: ModuleBuilder, resizing: ResizeCode): Callable {
  return module.define(keyOf("resizeBack", resizing), ["i32", "i32", "i32", "i32"], (code, dy, dx, offsets, shares) => {
    const gradient = code.local("v128")
    eachPixel(code, resizing, { input: dx, output: dy, offsets, shares }, (at, cells) => {
      code.set(gradient, v128.load(at))
      // One after the other: the four may be one pixel.
      for (const { at: cell, share } of cells) {
        const part = share === null ? gradient : f32x4.mul(gradient, share)
        code.store(cell, 0, f32x4.add(v128.load(cell), part))
      }
    })
  })
}

interface Tables {
  readonly input: Value<"i32">
  readonly output: Value<"i32">
  readonly offsets: Local<"i32">
  readonly shares: Local<"i32">
}

/** Four channels of an input pixel, and its share; null where it is all. */
interface Tap {
  readonly at: Local<"i32">
  readonly share: Local<"v128"> | null
}

/** Visits every output pixel, four channels after four, with the input pixels that it is made of. */
function eachPixel(
  code: Code,
  { input, output, single }: ResizeCode,
  tables: Tables,
  visit: (at: Local<"i32">, taps: readonly Tap[]) => void,
): void {
  const from = code.let(beyond(tables.input, pixelAt(input, 0, 0)))
  const images = code.let(beyond(tables.output, pixelAt(output, 0, 0)))
  const which = single ? [0] : [0, 1]
  code.repeat(output.batch, () => {
    const [row, line] = [code.let(images), { offsets: code.let(tables.offsets), shares: code.let(tables.shares) }]
    code.repeat(output.height, () => {
      const rows = which.map((k) => tapOf(code, from, line, k))
      const behind = 8 * output.height
      const place = {
        offsets: code.let(beyond(tables.offsets, behind)),
        shares: code.let(beyond(tables.shares, behind)),
      }
      const pixel = code.let(row)
      code.repeat(output.width, () => {
        const taps = rows.flatMap(({ at, share }) =>
          which.map((k): Tap => {
            const tap = tapOf(code, at, place, k)
            return single ? { at: tap.at, share: null } : { at: tap.at, share: code.let(f32x4.mul(share, tap.share)) }
          }),
        )
        code.repeat(output.pitch / 4, () => {
          visit(pixel, taps)
          for (const pointer of [pixel, ...taps.map(({ at }) => at)]) code.advance(pointer, 16)
        })
        for (const table of [place.offsets, place.shares]) code.advance(table, 8)
      })
      for (const table of [line.offsets, line.shares]) code.advance(table, 8)
      code.advance(row, rowBytes(output))
    })
    code.advance(images, imageBytes(output))
    code.advance(from, imageBytes(input))
  })
}

function tapOf(
  code: Code,
  from: Value<"i32">,
  { offsets, shares }: { readonly offsets: Local<"i32">; readonly shares: Local<"i32"> },
  k: number,
) {
  return { at: code.let(i32.add(from, i32.load(offsets, 4 * k))), share: code.let(v128.splatLoad(shares, 4 * k)) }
}
