// Filters as tiles, all on one scale; of several tensors, such as before and after, each filter's tiles stand together.

import { useMemo } from "react"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import type { Filters } from "../../graph/measure/filters.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import quiet from "../parts/styles/quiet.module.css"
import { HeatPicture } from "./HeatMap.tsx"
import styles from "./tensor.module.css"

interface Props {
  /** Their first planes at least. */
  readonly tensors: readonly Pick<Tensor, "data">[]
  readonly shape: Filters["shape"]
  readonly largest: number
  readonly family: Family
  readonly dark: boolean
  /** Tiles that are drawn; the rest is counted. */
  readonly most: number
  /** Longest side of a tile, and the least side of a cell, in pixels. */
  readonly side: number
  readonly least?: number
}

/** Between tiles, in pixels. */
const GAP = 8

export function FilterTiles({ tensors, shape, largest, family, dark, most, side, least = 1 }: Props) {
  const [outputs, inputs, rows, columns] = shape
  const count = outputs * inputs
  const area = rows * columns
  const shown = Math.min(most, count)
  const cell = Math.max(least, Math.floor(side / Math.max(rows, columns)))
  const tiles = useMemo(
    () => Array.from({ length: shown }, (_, i) => tensors.map(({ data }) => data.subarray(i * area, (i + 1) * area))),
    [tensors, shown, area],
  )
  // One row for each output, where there is room for its tiles.
  const width = inputs > 1 && tensors.length === 1 ? inputs * (cell * columns + GAP) - 1 : undefined
  return (
    <div className={styles.tiles} style={{ maxWidth: width }}>
      {tiles.map((tile, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a filter is its place
        <div key={i} className={styles.tile} data-tile={i}>
          {tile.map((data, at) => (
            <HeatPicture
              // biome-ignore lint/suspicious/noArrayIndexKey: a tensor is its place
              key={at}
              data={data}
              plane={{ offset: i * area, rows, columns }}
              largest={largest}
              family={family}
              dark={dark}
              cell={cell}
              selected={null}
            />
          ))}
        </div>
      ))}
      {count > shown ? <span className={quiet.text}>… and {count - shown} more</span> : null}
    </div>
  )
}
