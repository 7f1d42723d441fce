// Where a cell is drawn on the page: in the picture on a card, or at the chip of a wire.

import type { Cell } from "../../../engine/explain/terms/explanation.ts"
import type { Point } from "../../../graph/document.ts"
import { boxOfCell, type TileBox } from "../../../graph/drawing/tile/cells.ts"
import { stepsOf, type Tile } from "../../../graph/drawing/tile/tile.ts"
import { readPlace } from "../../../graph/wire.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { addressOf } from "../../../tensor/address.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import type { Leaving } from "./ways.ts"

/** Whether a cell can be seen on the canvas, in this zoom and this document. */
export function isOnCanvas(result: ShownRun, cell: Cell): boolean {
  return placeOnPage(result, cell) !== null
}

/** From the side of a card, and from a word on a wire, to where a thread is out of it, in pixels. */
const OUT = 8
const FROM_WORD = 3

/**
 * Where a thread may leave a cell, in pixels of the window: along the gap below its number or its map to either side of the
 * card, so that it strikes through no number; a word on a wire at any of its sides. Empty where the cell is not drawn.
 */
export function leavingsOf(result: ShownRun, cell: Cell): readonly Leaving[] {
  const drawn = placeOnPage(result, cell)
  if (drawn === null) return []
  const { rect, picture } = drawn
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2]
  if (picture === null)
    return [
      { at: [rect.left - FROM_WORD, y], before: [] },
      { at: [rect.right + FROM_WORD, y], before: [] },
      { at: [x, rect.top - FROM_WORD], before: [] },
      { at: [x, rect.bottom + FROM_WORD], before: [] },
    ]
  const { card, lane, written } = picture
  const before: readonly Point[] = written
    ? [[x, lane]]
    : [
        [x, y],
        [x, lane],
      ]
  return [card.left - OUT, card.right + OUT].map((side) => ({ at: [side, lane], before }))
}

interface DrawnCell {
  readonly rect: DOMRect
  /** Of a cell in a picture: its card, the height along which one leaves it, and whether the cell holds a number. */
  readonly picture: { readonly card: DOMRect; readonly lane: number; readonly written: boolean } | null
}

function placeOnPage(result: ShownRun, { name, side, index }: Cell): DrawnCell | null {
  const tile = tileOf(name)
  const shape = result.at(side, name)?.shape
  if (tile !== null && shape !== undefined) {
    const picture = document.querySelector(`[data-tensor="${CSS.escape(name)}"] [data-family="${side}"] [data-cells]`)
    const box = boxOfCell(tile, shape, addressOf(shape, index))
    return picture === null || box === null ? null : inPicture(picture, tile, box)
  }
  const word = document.querySelector(`[data-wire="${CSS.escape(name)}"]`)
  return word === null ? null : { rect: word.getBoundingClientRect(), picture: null }
}

function tileOf(name: string): Tile | null {
  const { byId, nodes } = useFlow.getState()
  const own = byId.get(readPlace(name)?.node ?? "")
  // What a closed group gives stands on its card.
  const tile = (own ?? nodes.find(({ data }) => data.face.tile?.place === name))?.data.face.tile
  return tile?.place === name ? tile : null
}

function inPicture(picture: Element, tile: Tile, box: TileBox): DrawnCell {
  const all = picture.getBoundingClientRect()
  const [wide, high] = stepsOf(tile)
  const [x, y] = [all.width / wide, all.height / high]
  const rect = new DOMRect(all.x + box.x * x, all.y + box.y * y, box.width * x, box.height * y)
  const card = picture.closest(".react-flow__node")?.getBoundingClientRect() ?? all
  const written = tile.kind !== "maps"
  return { rect, picture: { card, lane: all.y + laneIn(tile, box) * y, written } }
}

/** In steps: below a number or a single row; below the map that a cell is in; of one map alone through the cell. */
function laneIn(tile: Tile, { y, height }: TileBox): number {
  if (tile.kind !== "maps" || tile.rows === 1) return y + height
  if (tile.planes === 1) return y + height / 2
  const pitch = tile.rows * tile.steps + tile.gap
  return (Math.floor(y / pitch) + 1) * pitch - tile.gap / 2
}
