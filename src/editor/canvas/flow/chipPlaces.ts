// Where chips stand on the canvas as it is drawn now. On the screen they keep one size, so in canvas pixels they grow as the
// graph gets small. A chip that stays where it was stays the same object, so that it is not drawn again.

import { CHIP_HEIGHT, type ChipPlace, type ChipWish, placeChips } from "../../../graph/drawing/chips.ts"
import { claimedBy } from "../../../graph/drawing/claims.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import type { Drawn, SizedChip } from "./drawn.ts"
import { curveIn, type FlowEdge, type FlowNode } from "./elements.ts"

/** With more wires than this, chips of wires far from a change are left where they are: placing them all takes too long. */
export const MANY_CHIPS = 300
/** Below this zoom a graph of many wires shows no chips: they would cover it. */
const LEAST_ZOOM_OF_MANY = 0.4
/** Where this many chips would stand, none is found among the others any more. */
const MANY_WIRES = 200

/** Whether chips are drawn at this zoom: of up to 200 wires always. */
export function showsChips({ edges, textZoom }: Pick<Drawn, "edges" | "textZoom">): boolean {
  return edges.length <= MANY_WIRES || textZoom >= LEAST_ZOOM_OF_MANY
}

/** A place for every chip beside nodes and `titles`. `before`: where they stood, if they may stay there. */
export function placeAll(
  drawn: Drawn,
  titles: readonly PlacedBox[],
  before: ReadonlyMap<string, SizedChip> = drawn.chips,
): ReadonlyMap<string, SizedChip> {
  const { nodes, textZoom, edges } = drawn
  const taken = [...nodes.map((node) => claimed(node, textZoom)), ...titles]
  const placed = new Map<string, SizedChip>()
  for (const [wire, place] of placeChips(wishesOf(drawn, edges), taken, before, CHIP_HEIGHT / textZoom)) {
    placed.set(wire, settled(before.get(wire), place, 1 / textZoom))
  }
  return placed
}

/** The chips of `some` edges placed again; the others stay where they are. */
export function placeSome(drawn: Drawn, some: readonly FlowEdge[]): ReadonlyMap<string, SizedChip> {
  const { nodes, chips, textZoom } = drawn
  const placed = new Map(chips)
  for (const { id } of some) placed.delete(id)
  const taken = nodes.map((node) => claimed(node, textZoom))
  for (const [wire, place] of placeChips(wishesOf(drawn, some), taken, chips, CHIP_HEIGHT / textZoom)) {
    placed.set(wire, settled(chips.get(wire), place, 1 / textZoom))
  }
  return placed
}

function settled(before: SizedChip | undefined, place: ChipPlace, scale: number): SizedChip {
  const { at, t, off, width } = place
  const stays = before?.scale === scale && before.at[0] === at[0] && before.at[1] === at[1] && before.off === off
  return stays && before.t === t && before.width === width ? before : { ...place, scale }
}

function wishesOf({ looks, byId, ways, textZoom }: Drawn, edges: readonly FlowEdge[]): readonly ChipWish[] {
  return edges.flatMap(({ data }) => {
    const look = data && looks.get(data.wire.id)
    const curve = data && curveIn(byId, data.wire, ways)
    if (!look || !curve || look.chip === "") return []
    return [{ wire: data.wire.id, curve, width: look.room / textZoom, least: look.least / textZoom }]
  })
}

function claimed({ position: { x, y }, data: { face } }: FlowNode, textZoom: number): PlacedBox {
  return claimedBy({ face, x, y }, textZoom)
}
