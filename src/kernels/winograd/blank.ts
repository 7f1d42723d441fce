// Windows of nothing but zeros: the black ground of an image, or what a ReLU has left of a map. The definition answers exactly 0
// there, and the transforms of a tile that has other numbers leave their rounding: behind a ReLU or a pool it would let a gradient
// pass that the definition stops. So such windows are found, and their outputs written as the definition has them.

import { type Planes, pixelBytes, rowBytes } from "../planes.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32x4, i32, i32x4, type Local, type Value, v128 } from "../wasm/values.ts"
import { PLACE_SIDE, SIDE } from "./tiles.ts"

/** A line of the cache: what comes behind the flags begins with one. */
const LINE = 64

/** Bytes of the flags of so many tiles. */
export function flagBytes(tiles: number): number {
  return LINE * Math.ceil((4 * tiles) / LINE)
}

/**
 * Function (x, flags): for each tile of a row a number of 32 bits, four for each row of its outputs, the first column the highest:
 * set where the window is zeros.
 */
export function zeroWindows(module: ModuleBuilder, planes: Planes, across: number): Callable {
  const [row, pixel, { channels }] = [rowBytes(planes), pixelBytes(planes), planes]
  const key = ["winogradZeros", row, pixel, channels, across].join("_")
  return module.define(key, ["i32", "i32"], (code, x, flags) => {
    code.repeat(across, () => {
      code.store(flags, 0, i32.constant(0))
      // Every window of the tile has one of four pixels, and most pixels have a number among their first eight channels.
      const first = inEveryWindow.map(([down, right]) => {
        const at = down * row + right * pixel
        return isZero(v128.or(differs(v128.load(x, at)), differs(v128.load(x, at + 16))))
      })
      code.when(first.reduce(i32.or), () => {
        const sizes = [row, pixel, 16 * Math.floor(channels / 4)].map((bytes) => i32.constant(bytes))
        code.call(windowsOfTile(module, channels % 4), x, flags, ...sizes)
      })
      code.advance(x, SIDE * pixel)
      code.advance(flags, 4)
    })
  })
}

const inEveryWindow = [
  [2, 2],
  [2, 5],
  [5, 2],
  [5, 5],
] as const

/** Bits where a number is not 0, of either sign. */
function differs(numbers: Value<"v128">): Value<"v128"> {
  return f32x4.unequal(numbers, v128.zero)
}

/** 1 where none differs. */
function isZero(differing: Value<"v128">): Value<"i32"> {
  return i32.xor(v128.anyTrue(differing), i32.constant(1))
}

/** A pixel: bytes to the next one, and of those the bytes that whole vectors of channels take; channels that are left. */
interface Pixel {
  readonly pixel: Local<"i32">
  readonly whole: Local<"i32">
  readonly rest: number
}

/**
 * Function (x, flag, row, pixel, whole): the same of one tile, all channels looked at, so many beside the whole vectors of them. What
 * lies behind the channels of a pixel is no number of it.
 */
function windowsOfTile(module: ModuleBuilder, rest: number): Callable {
  const params = ["i32", "i32", "i32", "i32", "i32"] as const
  return module.define(`winogradZerosOfTile_${rest}`, params, (code, x, flag, row, pixel, whole) => {
    const sizes = { pixel, whole, rest }
    const pixels = inEveryWindow.map(([down, right]): Value<"i32"> => {
      const at = i32.add(i32.mul(row, i32.constant(down)), i32.mul(pixel, i32.constant(right)))
      return isZeroPixel(code, code.let(i32.add(x, at)), sizes)
    })
    code.when(pixels.reduce(i32.or), () => {
      const line = code.let(x)
      const windows = Array.from({ length: PLACE_SIDE }, () => {
        const windowsOfRow = zeroRow(code, line, sizes)
        code.set(line, i32.add(line, row))
        return windowsOfRow
      })
      const flags = Array.from({ length: SIDE }, (_, i) => {
        const three = windows.slice(i, i + 3).reduce<Value<"i32">>(i32.and, i32.constant(-1))
        return i32.shiftLeft(three, i32.constant(SIDE * i))
      })
      code.store(flag, 0, flags.reduce(i32.or))
    })
  })
}

/** Of a row of six pixels, where three together are zeros: four bits. */
function zeroRow(code: Code, line: Local<"i32">, sizes: Pixel): Local<"i32"> {
  const [bits, at] = [code.let(i32.constant(0)), code.let(line)]
  code.repeat(PLACE_SIDE, () => {
    const zero = isZeroPixel(code, at, sizes)
    code.set(bits, i32.or(i32.shiftLeft(bits, i32.constant(1)), zero))
    code.set(at, i32.add(at, sizes.pixel))
  })
  const shifted = (by: number): Value<"i32"> => i32.shiftRight(bits, i32.constant(by))
  return code.let(i32.and(bits, i32.and(shifted(1), shifted(2))))
}

function isZeroPixel(code: Code, at: Local<"i32">, { whole, rest }: Pixel): Local<"i32"> {
  const [all, channels] = [code.let(v128.zero), code.let(at)]
  code.walk(channels, 16, i32.add(at, whole), () => {
    code.set(all, v128.or(all, differs(v128.load(channels))))
  })
  if (rest > 0) {
    const own = i32x4.lanes([0, 1, 2, 3].map((lane) => (lane < rest ? -1 : 0)))
    code.set(all, v128.or(all, v128.and(differs(v128.load(channels)), own)))
  }
  return code.let(isZero(all))
}

/**
 * Function (y, flags of the tile, bias, row, pixel): outputs of windows of zeros, but those that are not finite, as where a weight is
 * not.
 */
export function zeroOutputs(
  module: ModuleBuilder,
  size: { readonly rows: number; readonly columns: number; readonly bias: boolean; readonly relu: boolean },
): Callable {
  const { rows, columns, bias, relu } = size
  const key = ["winogradZeroOutputs", rows, columns, bias, relu].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32", "i32"], (code, y, flags, biases, row, pixel) => {
    code.repeat(rows, () => {
      const at = code.let(y)
      for (let column = 0; column < columns; column++) {
        const flag = i32.shiftRight(flags, i32.constant(SIDE - 1 - column))
        code.when(i32.and(flag, i32.constant(1)), () => zeroOutput(code, { at, pixel, biases }, { bias, relu }))
        code.set(at, i32.add(at, pixel))
      }
      code.set(y, i32.add(y, row))
      code.set(flags, i32.shiftRight(flags, i32.constant(SIDE)))
    })
  })
}

function zeroOutput(
  code: Code,
  { at, pixel, biases }: Readonly<Record<"at" | "pixel" | "biases", Local<"i32">>>,
  { bias, relu }: { readonly bias: boolean; readonly relu: boolean },
): void {
  const [to, from] = [code.let(at), code.let(biases)]
  code.walk(to, 16, i32.add(at, pixel), () => {
    const before = code.let(v128.load(to))
    const sum = bias ? v128.load(from) : v128.zero
    const finite = f32x4.equal(f32x4.sub(before, before), v128.zero)
    code.store(to, 0, v128.select(relu ? f32x4.pseudoMax(sum, v128.zero) : sum, before, finite))
    if (bias) code.set(from, beyond(from, 16))
  })
}
