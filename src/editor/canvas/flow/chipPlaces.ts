// Where chips stand on the canvas as it is drawn now. On the screen they keep one size, so in canvas pixels they grow as the
// graph gets small. A chip that stays where it was stays the same object, so that it is not drawn again.

import { claimedBy, flagOn } from "../../../graph/drawing/claims.ts"
import { CHIP_HEIGHT } from "../../../graph/drawing/wires/chipSize.ts"
import { boxAround, type ChipPlace, type ChipWish, placeChips } from "../../../graph/drawing/wires/chips.ts"
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
  const places = new Map(placeChips(wishes, [...taken, ...walls(drawn, WALL)], before, height))
  const left = wishes.filter(({ wire }) => !places.has(wire))
  const stood = left.length === 0 ? [] : [...places.values()].map(({ at, width }) => boxAround(at, width, height))
  for (const [wire, place] of placeChips(left, [...taken, ...stood, ...walls(drawn, EDGE)], before, height)) {
    places.set(wire, place)
  }
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

/** So far from all that is fitted into the view, in pixels of the screen, a chip may lie under what lies along the edges. */
const WALL = { away: 18, above: 24 }
/** So far it is seen whole; who finds no other place may stand there. */
const EDGE = { away: 19, above: 40 }
/** No chip stands beyond a wall. */
const THICK = 200

const LEAST_ZOOM_INSIDE = 0.4

/** Round all that is drawn, where a fitted view ends. */
function walls({ nodes, ways, edges, textZoom }: Drawn, wall: typeof WALL): readonly PlacedBox[] {
  if (edges.length > MANY_WIRES) return []
  const { x, y, right, bottom } = withWays(extent(nodes), ways)
  // Far out there is too little room inside.
  const above = (textZoom < LEAST_ZOOM_INSIDE ? EDGE : wall).above / textZoom
  const [away, width] = [wall.away / textZoom, THICK / textZoom]
  const upright = { y: y - width, width, height: bottom - y + 2 * width }
  const level = { x: x - width, width: right - x + 2 * width, height: width }
  return [
    { ...upright, x: x - away - width },
    { ...upright, x: right + away },
    { ...level, y: y - above - width },
    { ...level, y: bottom + above },
  ]
}
