// What a pointer does on the picture of a card: it marks what a cell sees, and looks at a cell.

import type { MouseEvent, PointerEvent } from "react"
import { cellAt } from "../../../graph/drawing/tile/cells.ts"
import type { Family } from "../../../graph/drawing/tile/colour.ts"
import type { Tile } from "../../../graph/drawing/tile/tile.ts"
import { placeName } from "../../../graph/wire.ts"
import { pointAtCell, usePainting } from "../../../state/painting.ts"
import { useSession } from "../../../state/session.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"

/** Whether the card was selected before the pointer went down on it: a first click means the card. */
let wasSelected = false

/** A pointer goes down on a picture. */
export function press({ currentTarget }: PointerEvent): void {
  const selected = useFlow.getState().nodes.filter((node) => node.selected)
  wasSelected = selected.length === 1 && currentTarget.closest("[data-selected]") !== null
}

/** What the cell under the pointer sees, and what sees it, is marked on the maps of other cards. */
export function follow(event: MouseEvent, tile: Tile, shape: Shape): void {
  const cell = cellUnder(event, tile, shape)
  const { pointed } = usePainting.getState()
  const same = pointed?.cell.join() === cell?.join() && placeName(pointed?.source ?? NOWHERE) === tile.place
  if (!same) pointAtCell(cell === null ? null : { place: tile.place, cell })
}

const NOWHERE = { node: "", port: "" }

function cellUnder(event: MouseEvent, tile: Tile, shape: Shape): readonly number[] | null {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
  return cellAt(tile, shape, [(event.clientX - left) / width, (event.clientY - top) / height])
}

/** Looks at the cell under the pointer: the inspector says why it is what it is. */
export function choose(event: MouseEvent, tile: Tile, shape: Shape, family: Family): void {
  if (!wasSelected || event.shiftKey || event.ctrlKey || event.metaKey) return
  const cell = cellUnder(event, tile, shape)
  if (cell !== null) useSession.getState().look({ name: tile.place, side: family }, cell)
}
