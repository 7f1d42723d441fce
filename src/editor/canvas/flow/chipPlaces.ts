// Where chips stand on the canvas as it is drawn now, and how large. graph/drawing/chips.ts finds a place for one size; here
// sizes are tried, and a chip that stays where it was stays the same object, so that it is not drawn again.

import { CHIP_HEIGHT, type ChipPlace, type ChipWish, chipWidth, placeChips } from "../../../graph/drawing/chips.ts"
import type { WireLook } from "../../../graph/drawing/look.ts"
import { claimedBy } from "../../../graph/drawing/scene.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import { curveIn, type FlowEdge, type FlowNode } from "./elements.ts"

/** A chip with the size it is drawn at, in canvas pixels for one of its own. */
export interface SizedChip extends ChipPlace {
  readonly scale: number
}

/** What is drawn now. */
export interface Drawn {
  readonly nodes: readonly FlowNode[]
  readonly byId: ReadonlyMap<string, FlowNode>
  readonly edges: readonly FlowEdge[]
  readonly looks: ReadonlyMap<string, WireLook>
  readonly chips: ReadonlyMap<string, SizedChip>
  /** Chips keep a readable size while the graph gets small: 1 at full zoom, more below, 0 where there are none. */
  readonly chipScale: number
}

/** Largest first. */
const CHIP_SCALES = [2, 1.5, 1.22, 1]
/** With more wires than this a chip is tried at one size only: placing them all again takes too long during a drag. */
export const MOST_RESIZED = 300
/** Further out there are no chips. */
export const LEAST_CHIP_ZOOM = 0.38

/** A few steps, so that chips are placed anew only when the zoom passes one. */
export function chipScaleAt(zoom: number): number {
  return zoom < LEAST_CHIP_ZOOM ? 0 : zoom >= 0.9 ? 1 : zoom >= 0.74 ? 1.22 : zoom >= 0.58 ? 1.5 : 2
}

/** A place for every chip beside nodes and `titles`. One that finds none at the size of this zoom is tried smaller: small is better than missing. */
export function placeAll(drawn: Drawn, titles: readonly PlacedBox[]): ReadonlyMap<string, SizedChip> {
  const { nodes, chips, chipScale } = drawn
  const wishes = wishesOf(drawn, drawn.edges)
  const taken = [...nodes.map(claimed), ...titles]
  const placed = new Map<string, SizedChip>()
  const scales = CHIP_SCALES.filter((one) => one <= chipScale)
  for (const scale of wishes.length > MOST_RESIZED ? scales.slice(0, 1) : scales) {
    const height = CHIP_HEIGHT * scale
    const left = wishes.filter(({ wire }) => !placed.has(wire)).map((wish) => ({ ...wish, width: wish.width * scale }))
    for (const [wire, place] of placeChips(left, taken, chips, height)) {
      placed.set(wire, settled(chips.get(wire), place, scale))
    }
    for (const { wire, width } of left) {
      const at = placed.get(wire)?.at
      if (at) taken.push({ x: at[0] - width / 2, y: at[1] - height / 2, width, height })
    }
  }
  return placed
}

/** The chips of `some` edges placed again; the others stay where they are. */
export function placeSome(drawn: Drawn, some: readonly FlowEdge[]): ReadonlyMap<string, SizedChip> {
  const { nodes, chips, chipScale } = drawn
  const scale = Math.min(chipScale, CHIP_SCALES[0] ?? 1)
  const sized = wishesOf(drawn, some).map((wish) => ({ ...wish, width: wish.width * scale }))
  const placed = new Map(chips)
  for (const { id } of some) placed.delete(id)
  for (const [wire, place] of placeChips(sized, nodes.map(claimed), chips, CHIP_HEIGHT * scale)) {
    placed.set(wire, settled(chips.get(wire), place, scale))
  }
  return placed
}

function settled(before: SizedChip | undefined, { at, t, off }: ChipPlace, scale: number): SizedChip {
  const stays = before?.scale === scale && before.at[0] === at[0] && before.at[1] === at[1] && before.off === off
  return stays && before.t === t ? before : { at, t, off, scale }
}

function wishesOf({ looks, byId }: Drawn, edges: readonly FlowEdge[]): readonly ChipWish[] {
  const wishes: ChipWish[] = []
  const told = new Set<string>()
  for (const { data, source, sourceHandle, target } of edges) {
    const look = data && looks.get(data.wire.id)
    // Several wires from one port into the card of one group say the same: once is enough.
    const way = `${source} ${sourceHandle} ${target} ${look?.chip}`
    if (byId.get(target)?.type === "folded" && told.has(way)) continue
    told.add(way)
    const curve = data && curveIn(byId, data.wire)
    if (look && curve && look.chip !== "") wishes.push({ wire: data.wire.id, curve, width: chipWidth(look.chip) })
  }
  return wishes
}

function claimed({ position: { x, y }, data: { face } }: FlowNode): PlacedBox {
  return claimedBy({ face, x, y })
}
