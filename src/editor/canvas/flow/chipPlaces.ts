// Where chips stand on the canvas as it is drawn now. On the screen they keep one size, so in canvas pixels they grow as the
// graph gets small. A chip that stays where it was stays the same object, so that it is not drawn again.

import { claimedBy, flagOn } from "../../../graph/drawing/claims.ts"
import {
  boxAround,
  CHIP_HEIGHT,
  type ChipPlace,
  type ChipWish,
  placeChips,
} from "../../../graph/drawing/wires/chips.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import type { Drawn, SizedChip } from "./drawn.ts"
import { curveIn, type FlowEdge, type FlowNode } from "./elements.ts"
import { extent, withWays } from "./extent.ts"

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
  const taken = [...nodes.flatMap((node) => claimed(node, textZoom)), ...titles]
  const height = CHIP_HEIGHT / textZoom
  const wishes = wishesOf(drawn, edges)
  const places = new Map(placeChips(wishes, [...taken, ...walls(drawn)], before, height))
  // A chip that is cut at the edge says more than none.
  const left = wishes.filter(({ wire }) => !places.has(wire))
  const filled =
    left.length === 0 ? taken : [...taken, ...[...places.values()].map(({ at, width }) => boxAround(at, width, height))]
  for (const [wire, place] of placeChips(left, filled, before, height)) places.set(wire, place)
  return new Map([...places].map(([wire, place]) => [wire, settled(before.get(wire), place, 1 / textZoom)] as const))
}

/** The chips of `some` edges placed again; the others stay where they are. */
export function placeSome(drawn: Drawn, some: readonly FlowEdge[]): ReadonlyMap<string, SizedChip> {
  const { nodes, chips, textZoom } = drawn
  const placed = new Map(chips)
  for (const { id } of some) placed.delete(id)
  const taken = nodes.flatMap((node) => claimed(node, textZoom))
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

function claimed({ position: { x, y }, data: { face } }: FlowNode, textZoom: number): readonly PlacedBox[] {
  const placed = { face, x, y }
  const flag = flagOn(placed, textZoom)
  return flag === null ? [claimedBy(placed, textZoom)] : [claimedBy(placed, textZoom), flag]
}

/** Round all that is fitted into the view, so far away and so thick, in pixels of the screen. */
const WALL = { away: 18, above: 20, thick: 40 }

const LEAST_ZOOM_INSIDE = 0.4

/** Round all that is drawn, where a fitted view ends: a chip there would be cut, or lie under what lies along its edges. */
function walls({ nodes, ways, edges, textZoom }: Drawn): readonly PlacedBox[] {
  if (edges.length > MANY_WIRES) return []
  const { x, y, right, bottom } = withWays(extent(nodes), ways)
  const [away, width] = [WALL.away / textZoom, WALL.thick / textZoom]
  const above = WALL.above / textZoom
  const upright = { y: y - width, width, height: bottom - y + 2 * width }
  const level = { x: x - width, width: right - x + 2 * width, height: width }
  const sides = [
    { ...upright, x: x - away - width },
    { ...upright, x: right + away },
  ]
  // Far out there is too little room inside.
  if (textZoom < LEAST_ZOOM_INSIDE) return sides
  return [...sides, { ...level, y: y - above - width }, { ...level, y: bottom + above }]
}
