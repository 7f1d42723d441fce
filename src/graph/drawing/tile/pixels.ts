// Planes of numbers as pixels, one a step: what the canvas shows and what is exported.

import type { TensorData } from "../../../tensor/tensor.ts"
import { colourOf, type Family } from "./colour.ts"
import { HATCHED, type Sheet, stepsOf, type Tile } from "./tile.ts"

/** In which hues, and which number is drawn in the full one. */
export interface MapLook {
  readonly largest: number
  readonly family: Family
  readonly dark: boolean
  /** From black (0) to white (1), as a picture that is seen and not a tensor. */
  readonly grey?: boolean
  /** For each cell 1 where it is dropped. */
  readonly holes?: Uint8Array | null
}

/** Red, green, blue and opacity of every step of a sheet of maps, row by row; what lies between two maps is transparent. */
export function mapPixels(
  data: TensorData,
  tile: Sheet,
  { largest, family, dark, grey = false, holes = null }: MapLook,
): Uint8ClampedArray {
  const [width, height] = stepsOf(tile)
  const pixels = new Uint32Array(width * height)
  const colours = colourTable(family, dark)
  const colour = grey ? greyOf : (x: number) => colours[shadeOf(x, largest)] ?? 0
  const theme = dark ? "dark" : "light"
  paint(pixels, width, data, tile, { colour, line: HATCHING[theme], holes, hole: HOLE[theme] })
  return new Uint8ClampedArray(pixels.buffer)
}

/** Whether a tensor is shown as the picture that it is: what one draws on, while all of it is between black and white. */
export function isGreyPicture({ pad }: Pick<Tile, "pad">, family: Family, data: TensorData): boolean {
  return pad && family === "value" && data.every((x: number) => x >= 0 && x <= 1)
}

function greyOf(x: number): number {
  const grey = Math.round(255 * Math.min(1, Math.max(0, x)))
  return (255 << 24) | (grey << 16) | (grey << 8) | grey
}

/** Opacity, blue, green and red of the lines over what is negative. */
const HATCHING = { light: 0x50000000, dark: 0x60ffffff }
/** Of what is dropped, and of the lines over it: greys that no number has. */
const HOLE = { light: [0xffe2dfdc, 0xffa09a94], dark: [0xff4c453e, 0xff8a827a] } as const
/** Colours between the ends of a map, and one more for what is no number. */
const SHADES = 512
const tables = new Map<string, Uint32Array>()

function shadeOf(x: number, largest: number): number {
  if (!Number.isFinite(x)) return SHADES + 1
  // Hues go with the square root (colourOf), and so do the steps between them.
  const strength = largest > 0 ? Math.sqrt(Math.min(1, Math.abs(x) / largest)) : 0
  return Math.round(((x < 0 ? 1 - strength : 1 + strength) / 2) * SHADES)
}

/** As pixels in memory: red first. */
function colourTable(family: Family, dark: boolean): Uint32Array {
  const key = `${family} ${dark}`
  const known = tables.get(key)
  if (known !== undefined) return known
  const table = Uint32Array.from({ length: SHADES + 2 }, (_, i) => {
    const strength = (2 * i) / SHADES - 1
    const x = i > SHADES ? Number.NaN : strength * Math.abs(strength)
    const [red, green, blue] = colourOf(x, 1, family, dark)
    return (255 << 24) | (blue << 16) | (green << 8) | red
  })
  tables.set(key, table)
  return table
}

/** From one line of a hatching to the next, in steps. */
const HATCH = 4

interface Paint {
  readonly colour: (x: number) => number
  /** What cells that are negative are hatched with, where they are large enough. */
  readonly line: number
  readonly holes: Uint8Array | null
  /** The ground of what is dropped, and the lines over it. */
  readonly hole: readonly [ground: number, line: number]
}

function paint(
  pixels: Uint32Array,
  width: number,
  data: TensorData,
  { planes, rows, columns, across, gap, steps }: Sheet,
  { colour, line, holes, hole }: Paint,
): void {
  for (let plane = 0; plane < planes; plane++) {
    const left = (plane % across) * (columns * steps + gap)
    const top = Math.floor(plane / across) * (rows * steps + gap)
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const cell = (plane * rows + row) * columns + column
        const x = data[cell] ?? Number.NaN
        // A cell is many steps, and finding its colour costs more than writing it.
        const dropped = holes?.[cell] === 1
        const ground = dropped ? hole[0] : colour(x)
        const lines = dropped ? hole[1] : x < 0 && steps >= HATCHED ? line : ground
        for (let down = row * steps; down < (row + 1) * steps; down++) {
          const to = (top + down) * width + left
          for (let right = column * steps; right < (column + 1) * steps; right++)
            pixels[to + right] = (down + right) % HATCH === 0 ? lines : ground
        }
      }
    }
  }
}
