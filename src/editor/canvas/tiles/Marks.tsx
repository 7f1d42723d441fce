// What is marked in the picture on a card: the chosen cell, and on other cards what it sees or is seen from.

import { memo } from "react"
import { boxOfCell, boxOnPlane, type PlaneRegion, type TileBox } from "../../../graph/drawing/tile/cells.ts"
import type { Family } from "../../../graph/drawing/tile/colour.ts"
import { stepsOf, type Tile } from "../../../graph/drawing/tile/tile.ts"
import type { Region } from "../../../graph/measure/regions.ts"
import { nodeOf, placeName } from "../../../graph/wire.ts"
import { type Painting, usePainting } from "../../../state/painting.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { useSession } from "../../../state/session.ts"
import { addressOf } from "../../../tensor/address.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import { useLit } from "../threads/lit.ts"
import styles from "./CardTile.module.css"

interface Props {
  readonly tile: Tile
  readonly shape: Shape
  readonly family: Family
}

export const Marks = memo(function Marks({ tile, shape, family }: Props) {
  const chosen = useSession(({ tensor, cell }) => (tensor?.name === tile.place && tensor.side === family ? cell : null))
  // The cell that a playback follows, in both pictures.
  const followed = usePlayer(({ playback, at, trace }) =>
    playback === null || at === null ? undefined : trace?.cells.get(tile.place),
  )
  const pointed = usePainting((state) => state.pointed)
  const under = pointed !== null && placeName(pointed.source) === tile.place && family === "value" ? pointed.cell : null
  const cell = under ?? chosen ?? followed ?? null
  const painting = usePainting((state) => (family === "value" ? (state.pointed ?? state.painting) : null))
  const own = cell === null ? null : boxOfCell(tile, shape, cell)
  const seen = painting === null ? [] : regionsOn(tile, shape, painting)
  const lit = useLitBoxes(tile, shape, family, seen.length === 0)
  if (own === null && seen.length === 0 && lit.length === 0) return null
  const [width, height] = stepsOf(tile)
  return (
    <svg className={styles.marks} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {seen.length === 0 ? null : (
        <path
          className={styles.unseen}
          fillRule="evenodd"
          d={`M0 0h${width}v${height}h${-width}z${seen.map(pathOf).join("")}`}
        />
      )}
      {seen.length === 0 ? null : <path className={styles.seen} d={seen.map(pathOf).join("")} />}
      {lit.length === 0 ? null : <path className={styles.lit} d={lit.map(pathOf).join("")} />}
      {own === null ? null : <path className={styles.own} d={pathOf(own)} />}
    </svg>
  )
})

/** All cells take part: one frame says so, and hundreds would hide them. */
function wholeOf(tile: Tile): TileBox {
  const [width, height] = stepsOf(tile)
  return { x: 0, y: 0, width, height }
}

/** More cells at once are no longer told apart. */
const MOST_LIT = 600

/** The cells that made the chosen one; where a window is marked, that says it already. */
function useLitBoxes(tile: Tile, shape: Shape, family: Family, wanted: boolean): readonly TileBox[] {
  const lit = useLit((state) => state.lit.find(({ name, side }) => name === tile.place && side === family))
  if (!wanted || lit === undefined) return []
  if (lit.cells.size > 1 && lit.cells.size === sizeOf(shape)) return [wholeOf(tile)]
  if (lit.cells.size > MOST_LIT) return []
  return [...lit.cells].flatMap((index) => boxOfCell(tile, shape, addressOf(shape, index)) ?? [])
}

function pathOf({ x, y, width, height }: TileBox): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`
}

/** The same part of every map that is drawn of this node. */
function regionsOn(tile: Tile, shape: Shape, { source, upstream, downstream }: Painting): readonly TileBox[] {
  const node = nodeOf(tile.place)
  const region = node === source.node ? undefined : (upstream.get(node) ?? downstream.get(node))
  const part = region === undefined ? null : onPlane(region, shape)
  if (part === null) return []
  return Array.from({ length: tile.planes }, (_, plane) => boxOnPlane(tile, shape, plane, part))
}

/** Places along one axis are columns of whole rows; null where a map has more axes than a plane, or is seen whole. */
function onPlane({ cells, exact }: Region, shape: Shape): PlaneRegion | null {
  const [first, second] = cells
  if (first === undefined || cells.length > 2 || !exact) return null
  if (second === undefined) return { rows: [0, (shape.at(-2) ?? 1) - 1], columns: [first.from, first.to] }
  return { rows: [first.from, first.to], columns: [second.from, second.to] }
}
