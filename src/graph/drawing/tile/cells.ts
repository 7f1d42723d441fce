// Which cell of a tensor stands where in its picture, and back. Places in a picture are in steps from its upper left corner.

import { addressOf, flatIndex } from "../../../tensor/address.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import { stepsOf, type Tile } from "./tile.ts"

/** A rectangle of a picture, in steps. */
export interface TileBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Rows and columns of a plane, both ends included. */
export interface PlaneRegion {
  readonly rows: readonly [from: number, to: number]
  readonly columns: readonly [from: number, to: number]
}

function planeSize(shape: Shape): readonly [rows: number, columns: number] {
  return [shape.length < 2 ? 1 : (shape.at(-2) ?? 1), shape.at(-1) ?? 1]
}

/**
 * The address of the cell at a point, given as shares of the picture's width and height; null between two maps. Where a cell
 * of the picture stands for several of the tensor, the first of them.
 */
export function cellAt(tile: Tile, shape: Shape, [u, v]: readonly [number, number]): readonly number[] | null {
  const [wide, high] = stepsOf(tile)
  const [x, y] = [Math.floor(u * wide), Math.floor(v * high)]
  const pitch = [tile.columns * tile.steps + tile.gap, tile.rows * tile.steps + tile.gap] as const
  const [across, down] = [Math.floor(x / pitch[0]), Math.floor(y / pitch[1])]
  const [column, row] = [Math.floor((x % pitch[0]) / tile.steps), Math.floor((y % pitch[1]) / tile.steps)]
  const plane = down * tile.across + across
  if (tile.kind === "bars") return y >= 0 && y < high ? addressOf(shape, row) : null
  const isIn = x >= 0 && y >= 0 && column < tile.columns && row < tile.rows && across < tile.across
  if (!isIn || plane >= tile.planes) return null
  const [rows, columns] = planeSize(shape)
  const whole = [Math.ceil((row * rows) / tile.rows), Math.ceil((column * columns) / tile.columns)] as const
  return addressOf(shape, (plane * rows + whole[0]) * columns + whole[1])
}

/** Where a cell is drawn; null where the picture does not show it: it is of another example, or of a later plane. */
export function boxOfCell(tile: Tile, shape: Shape, address: readonly number[]): TileBox | null {
  const [rows, columns] = planeSize(shape)
  const index = flatIndex(shape, address)
  const plane = Math.floor(index / (rows * columns))
  if (address.length !== shape.length || index >= sizeOf(shape) || plane >= tile.planes) return null
  const [row, column] = [Math.floor(index / columns) % rows, index % columns]
  if (tile.kind === "bars") return { x: 0, y: index * tile.steps, width: tile.steps, height: tile.steps }
  return boxOnPlane(tile, shape, plane, { rows: [row, row], columns: [column, column] })
}

/** Where rows and columns of the tensor lie on one of the planes that are drawn. */
export function boxOnPlane(tile: Tile, shape: Shape, plane: number, region: PlaneRegion): TileBox {
  const [rows, columns] = planeSize(shape)
  const span = ([from, to]: readonly [number, number], all: number, shown: number): readonly [number, number] => [
    Math.floor((from * shown) / all),
    Math.floor((to * shown) / all) + 1,
  ]
  const [top, bottom] = span(region.rows, rows, tile.rows)
  const [left, right] = span(region.columns, columns, tile.columns)
  return {
    x: (plane % tile.across) * (tile.columns * tile.steps + tile.gap) + left * tile.steps,
    y: Math.floor(plane / tile.across) * (tile.rows * tile.steps + tile.gap) + top * tile.steps,
    width: (right - left) * tile.steps,
    height: (bottom - top) * tile.steps,
  }
}
