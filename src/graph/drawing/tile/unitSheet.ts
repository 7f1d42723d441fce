// The units of a layer over the plane of two inputs: for each a small square picture of what it answers there, all of them in the
// room that the layer's own picture has.

import type { TensorData } from "../../../tensor/tensor.ts"
import { type Sheet, stepsOf } from "./tile.ts"

/** Points along either side of a picture. */
export const UNIT_GRID = 32
/** Layers of more units have no room for a picture each. */
export const MOST_UNITS = 36
/** Of a picture at least so much along a side is seen, in canvas pixels, and between two of them. */
const LEAST_SIDE = 9
const BETWEEN = 2

/** Pictures of units as they lie beside each other. Sizes in canvas pixels. */
export interface UnitSheet extends Sheet {
  readonly width: number
  readonly height: number
}

/** As large as the room lets them be; null where that is too small. */
export function unitSheet(units: number, room: { readonly width: number; readonly height: number }): UnitSheet | null {
  let best = { across: 1, side: 0 }
  for (let across = 1; across <= units; across++) {
    const down = Math.ceil(units / across)
    const side = Math.min(sideOf(room.width, across), sideOf(room.height, down))
    if (side > best.side) best = { across, side }
  }
  if (units === 0 || units > MOST_UNITS || best.side < LEAST_SIDE) return null
  const scale = best.side / UNIT_GRID
  const sheet = {
    planes: units,
    rows: UNIT_GRID,
    columns: UNIT_GRID,
    across: best.across,
    gap: Math.max(1, Math.round(BETWEEN / scale)),
    steps: 1,
  }
  const [wide, high] = stepsOf(sheet)
  const fits = Math.min(scale, room.width / wide, room.height / high)
  return { ...sheet, width: wide * fits, height: high * fits }
}

function sideOf(room: number, count: number): number {
  return (room - (count - 1) * BETWEEN) / count
}

/** What a layer answers at every point of a grid, unit by unit as pictures have it: the point of least y is in the last row. */
export function unitPlanes(values: TensorData, units: number): Float64Array {
  const size = UNIT_GRID * UNIT_GRID
  const planes = new Float64Array(units * size)
  for (let row = 0; row < UNIT_GRID; row++) {
    for (let column = 0; column < UNIT_GRID; column++) {
      const from = ((UNIT_GRID - 1 - row) * UNIT_GRID + column) * units
      for (let unit = 0; unit < units; unit++)
        planes[unit * size + row * UNIT_GRID + column] = values[from + unit] ?? Number.NaN
    }
  }
  return planes
}

/** The largest magnitude among finite numbers; 0 where there is none. */
export function largestOf(numbers: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < numbers.length; i++) {
    const size = Math.abs(numbers[i] ?? 0)
    if (Number.isFinite(size) && size > most) most = size
  }
  return most
}
