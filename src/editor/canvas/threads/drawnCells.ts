// Where a cell is drawn on the page: in the picture on a card, or at the chip of a wire.

import type { Cell } from "../../../engine/explain/terms/explanation.ts"
import type { Point } from "../../../graph/document.ts"
import { boxOfCell } from "../../../graph/drawing/tile/cells.ts"
import { stepsOf, type Tile } from "../../../graph/drawing/tile/tile.ts"
import { readPlace } from "../../../graph/wire.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { addressOf } from "../../../tensor/address.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"

/** Whether a cell can be seen on the canvas, in this zoom and this document. */
export function isOnCanvas(result: ShownRun, cell: Cell): boolean {
  return placeOnPage(result, cell) !== null
}

/** The middle of a cell, in pixels of the window; null where it is not drawn. */
export function pointOf(result: ShownRun, cell: Cell): Point | null {
  const rect = placeOnPage(result, cell)
  return rect === null ? null : [rect.x + rect.width / 2, rect.y + rect.height / 2]
}

function placeOnPage(result: ShownRun, { name, side, index }: Cell): DOMRect | null {
  const tile = tileOf(name)
  const shape = result.at(side, name)?.shape
  if (tile !== null && shape !== undefined) {
    const picture = document.querySelector(`[data-tensor="${CSS.escape(name)}"] [data-family="${side}"] [data-cells]`)
    const box = boxOfCell(tile, shape, addressOf(shape, index))
    return picture === null || box === null ? null : partOf(picture.getBoundingClientRect(), tile, box)
  }
  return document.querySelector(`[data-wire="${CSS.escape(name)}"]`)?.getBoundingClientRect() ?? null
}

function tileOf(name: string): Tile | null {
  const { byId, nodes } = useFlow.getState()
  const own = byId.get(readPlace(name)?.node ?? "")
  // What a closed group gives stands on its card.
  const tile = (own ?? nodes.find(({ data }) => data.face.tile?.place === name))?.data.face.tile
  return tile?.place === name ? tile : null
}

function partOf(picture: DOMRect, tile: Tile, box: NonNullable<ReturnType<typeof boxOfCell>>): DOMRect {
  const [wide, high] = stepsOf(tile)
  const [x, y] = [picture.width / wide, picture.height / high]
  return new DOMRect(picture.x + box.x * x, picture.y + box.y * y, box.width * x, box.height * y)
}
