// Rows of tiles on their way into the transformed domain and out of it.

import { type Planes, pixelBytes, rowBytes } from "../planes.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32x4, i32, type Local, type Value, v128 } from "../wasm/values.ts"
import { zeroOutputs } from "./blank.ts"
import { PLACE_SIDE, placeBytes, SIDE, type Tiles } from "./tiles.ts"
import { type Grid, gradients, inputs, outputs, type Transform, twoDimensional } from "./transforms.ts"

/** Pixels of planes, from one on. */
function pixelsAt(at: Value<"i32">, planes: Planes): Grid {
  return { at, row: rowBytes(planes), column: pixelBytes(planes) }
}

/** The 36 places of a tile, which lie `block` tiles apart. */
function placesAt(at: Value<"i32">, block: number, pitch: number): Grid {
  const column = placeBytes(block, pitch)
  return { at, row: PLACE_SIDE * column, column }
}

/** Function (x, v, scratch): transforms one row of tiles of x; the places of a tile lie `block` tiles apart. */
export function inputRow(module: ModuleBuilder, planes: Planes, across: number, block: number): Callable {
  return rowInto(module, "winogradInput", inputs, { planes, across, block })
}

/** Function (dy, d, scratch): the same of dy, as if it were a kernel. */
export function gradientRow(module: ModuleBuilder, planes: Planes, across: number, block: number): Callable {
  return rowInto(module, "winogradGradient", gradients, { planes, across, block })
}

function rowInto(
  module: ModuleBuilder,
  name: string,
  transform: Transform,
  { planes, across, block }: { readonly planes: Planes; readonly across: number; readonly block: number },
): Callable {
  const { pitch } = planes
  const key = [name, rowBytes(planes), pitch, across, block].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, from, to, scratch) => {
    code.repeat(across, () => {
      code.repeat(pitch / 4, () => {
        twoDimensional(code, transform, scratch, pixelsAt(from, planes), placesAt(to, block, pitch))
        code.advance(from, 16)
        code.advance(to, 16)
      })
      code.advance(from, (SIDE - 1) * pixelBytes(planes))
    })
  })
}

/** What is written, and what is done to each number at the end. */
interface Outputs {
  readonly output: Planes
  readonly bias: boolean
  readonly relu: boolean
}

/** One row of tiles of the output: whole ones, and at the right and lower edge what is left of them. */
export function outputRow(
  module: ModuleBuilder,
  code: Code,
  { output, bias, relu }: Outputs,
  tiles: Tiles,
  block: number,
  at: Readonly<Record<"at" | "to" | "left" | "biases" | "work" | "flags", Local<"i32">>>,
): void {
  const right = output.width % SIDE
  const whole = right === 0 ? tiles.across : tiles.across - 1
  const write = (rows: number): void => {
    if (whole > 0) {
      const one = outputTiles(module, output, { rows, columns: SIDE, count: whole, block, bias, relu })
      code.call(one, at.at, at.to, at.biases, at.work, at.flags)
    }
    if (right > 0) {
      const one = outputTiles(module, output, { rows, columns: right, count: 1, block, bias, relu })
      const [m, y] = [beyond(at.at, 4 * whole * output.pitch), beyond(at.to, whole * SIDE * pixelBytes(output))]
      code.call(one, m, y, at.biases, at.work, beyond(at.flags, 4 * whole))
    }
  }
  const below = output.height % SIDE
  if (below === 0) write(SIDE)
  else
    code.when(
      i32.less(at.left, i32.constant(2)),
      () => write(below),
      () => write(SIDE),
    )
}

/** Function (m, y, bias, scratch, flags): so many tiles, of each so many rows and columns. */
function outputTiles(
  module: ModuleBuilder,
  planes: Planes,
  size: {
    readonly rows: number
    readonly columns: number
    readonly count: number
    readonly block: number
    readonly bias: boolean
    readonly relu: boolean
  },
): Callable {
  const { rows, columns, count, block, bias, relu } = size
  const { pitch } = planes
  const key = `winogradOutput_${rowBytes(planes)}_${pitch}_${Object.values(size).join("_")}`
  return module.define(key, ["i32", "i32", "i32", "i32", "i32"], (code, m, y, biases, scratch, flags) => {
    code.repeat(count, () => {
      const [from, first] = [code.let(biases), code.let(y)]
      code.repeat(pitch / 4, () => {
        const start = bias ? code.let(v128.load(from)) : null
        const last = (value: Value<"v128">): Value<"v128"> => {
          const sum = start === null ? value : f32x4.add(value, start)
          return relu ? f32x4.pseudoMax(sum, v128.zero) : sum
        }
        const target = { ...pixelsAt(y, planes), rows, columns, last }
        twoDimensional(code, outputs, scratch, placesAt(m, block, pitch), target)
        for (const pointer of bias ? [m, y, from] : [m, y]) code.advance(pointer, 16)
      })
      const zeros = code.let(i32.load(flags))
      code.when(i32.unequal(zeros, i32.constant(0)), () => {
        const steps = [rowBytes(planes), pixelBytes(planes)].map((bytes) => i32.constant(bytes))
        code.call(zeroOutputs(module, { rows, columns, bias, relu }), first, zeros, biases, ...steps)
      })
      code.advance(flags, 4)
      code.advance(y, (SIDE - 1) * pixelBytes(planes))
    })
  })
}
