// Pictures that are drawn on one scale: a sum and what is added up in it, so that they can be compared. One of them may be a term
// of the next sum; then all are on the same.

import type { Analysis } from "../../analysis/analysis.ts"
import { nodeName } from "../../analysis/nodeName.ts"
import { nodeOf, placeName } from "../../wire.ts"
import type { Tile } from "./tile.ts"
import { tileOf } from "./tiling.ts"

const known = new WeakMap<Analysis, ReadonlyMap<string, readonly Tile[]>>()

/** By the place of each picture that shares its scale: all that do, itself included. */
export function sharedScales(analysis: Analysis): ReadonlyMap<string, readonly Tile[]> {
  const found = known.get(analysis) ?? sharing(analysis)
  known.set(analysis, found)
  return found
}

/** What the cards of the other pictures on the scale of this one are called; empty where it has a scale of its own. */
export function sharedWith(analysis: Analysis, place: string): string {
  const others = (sharedScales(analysis).get(place) ?? []).filter((tile) => tile.place !== place)
  return others.map((tile) => nodeName(analysis, nodeOf(tile.place))).join(", ")
}

function sharing(analysis: Analysis): ReadonlyMap<string, readonly Tile[]> {
  const sets = new Map<string, readonly Tile[]>()
  for (const node of analysis.nodes.values()) {
    const terms = node.op?.terms ?? []
    const wires = (analysis.entering.get(node.id) ?? []).filter(({ to }) => terms.includes(to.port))
    if (wires.length < 2) continue
    const parts = wires.flatMap(({ from }) => scaledTile(analysis, from.node, placeName(from)) ?? [])
    const sum = scaledTile(analysis, node.id, null)
    const whole = [...parts, ...(sum === null ? [] : [sum])]
    const all = new Set(whole.flatMap((tile) => sets.get(tile.place) ?? [tile]))
    const members = [...all]
    for (const { place } of members) sets.set(place, members)
  }
  return new Map([...sets].filter(([, tiles]) => tiles.length > 1))
}

/** The picture of a node, if it has a scale of numbers under it, and is of that place. */
function scaledTile(analysis: Analysis, id: string, place: string | null): Tile | null {
  const node = analysis.nodes.get(id)
  const tile = node === undefined ? null : tileOf(node, analysis)
  const isScaled = tile?.scaled && !tile.pad && tile.kind !== "bars"
  return tile !== null && isScaled && (place === null || tile.place === place) ? tile : null
}
