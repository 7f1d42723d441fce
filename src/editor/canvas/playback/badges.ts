// The numbers that travel on the canvas as it is drawn now: what they keep clear of, and where each of them stands.

import { textWidth } from "../../../graph/drawing/text/textWidth.ts"
import { BoxGrid } from "../../../graph/drawing/wires/boxGrid.ts"
import { boxAround } from "../../../graph/drawing/wires/chips.ts"
import { type Curve, pointAt } from "../../../graph/drawing/wires/curve.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import type { Wire } from "../../../graph/wire.ts"
import type { Drawn } from "../flow/drawn.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import { saidNow } from "../flow/said.ts"
import { takenBy } from "../tools/taken.ts"
import { type BadgeWay, badgeOn, badgeWay } from "./badgeWay.ts"

/** Of its figures, in pixels of the screen. */
export const BADGE_SIZE = 11.5
const HEIGHT = 20
const PADDING = 16

/** With its frame, in pixels of the screen. */
export function badgeSize(text: string): { readonly width: number; readonly height: number } {
  return { width: textWidth(text, BADGE_SIZE) + PADDING, height: HEIGHT }
}

interface Badge {
  readonly family: "value" | "gradient"
  readonly text: string
  /** Of the wire, at which its pulse is. */
  readonly part: number
  readonly zoom: number
}

/** Where a number is; where it is free nowhere, on the place of its chip, which is hidden meanwhile, if it has one. */
export function badgeAt(wire: string, curve: Curve, { part, ...badge }: Badge): ReturnType<typeof badgeOn> {
  const way = wayOf(wire, curve, badge)
  if (way !== null) return badgeOn(curve, way, part)
  const chip = useFlow.getState().chips.get(wire)
  return chip === undefined ? { at: pointAt(curve, part), seen: 0 } : { at: chip.at, seen: 1 }
}

/** What the number of a gradient takes from where it stays to where it began, in canvas pixels. */
export function boxesOnWay(wire: Wire, text: string, zoom: number): readonly PlacedBox[] {
  const curve = curveOf(wire)
  const way = curve === null ? null : wayOf(wire.id, curve, { family: "gradient", text, zoom })
  if (curve === null || way === null) return []
  const { width, height } = badgeSize(text)
  return STOPS.map((part) => {
    const { at } = badgeOn(curve, way, way.to + (way.from - way.to) * part)
    return boxAround(at, width / zoom, height / zoom)
  })
}

const STOPS = [0, 0.3, 0.6, 1] as const

function wayOf(wire: string, curve: Curve, { family, text, zoom }: Omit<Badge, "part">): BadgeWay | null {
  const clear = clearOf(useFlow.getState())
  const key = `${family} ${wire} ${text} ${zoom}`
  const found = clear.ways.get(key)
  if (found !== undefined) return found
  const { width, height } = badgeSize(text)
  const size = { width: width / zoom, height: height / zoom }
  const way = badgeWay(curve, family === "value", size, (box) => clear.grid.isFree(box, wire))
  if (clear.ways.size > MOST_WAYS) clear.ways.clear()
  clear.ways.set(key, way)
  return way
}

/** While the view comes nearer, each of its frames has ways of its own. */
const MOST_WAYS = 400

interface Clear extends Pick<Drawn, "nodes" | "chips" | "sums" | "textZoom"> {
  readonly said: ReturnType<typeof saidNow>
  readonly grid: BoxGrid
  readonly ways: Map<string, BadgeWay | null>
}

let known: Clear | null = null

/** Found again whenever something has moved or is said anew. */
function clearOf(drawn: Drawn): Clear {
  const { nodes, chips, sums, textZoom } = drawn
  const said = saidNow()
  const same = known?.nodes === nodes && known.chips === chips && known.sums === sums && known.textZoom === textZoom
  if (known !== null && same && known.said === said) return known
  const grid = new BoxGrid()
  for (const box of takenBy(drawn)) grid.add(box, box.wire)
  for (const box of said.values()) grid.add(box)
  known = { nodes, chips, sums, textZoom, said, grid, ways: new Map() }
  return known
}
