// A map with a region of it painted: its numbers as a heat map where they are known, the region outlined, the rest
// dimmed, and the padding that is seen beyond the edge hatched.

import { useMemo } from "react"
import type { Region } from "../../graph/measure/regions.ts"
import type { TensorData } from "../../tensor/tensor.ts"
import { Maps } from "../tensor/Maps.tsx"
import type { Plane } from "../tensor/slice.ts"
import styles from "./field.module.css"

interface Props {
  /** The plane's numbers, row by row; null while nothing has run: the map is then empty. */
  readonly data: TensorData | null
  readonly plane: Plane
  readonly largest: number
  readonly region: Region
  readonly width: number
  readonly tallest: number
  readonly label: string
}

export function FieldPicture({ data, plane, largest, region, width, tallest, label }: Props) {
  const { rows, columns } = plane
  const sheet = useMemo(() => ({ planes: 1, rows, columns, across: 1, gap: 0, steps: 1 }), [rows, columns])
  const [down = { from: 0, to: 0 }, across = { from: 0, to: 0 }] = asRows(region.cells)
  const [downPadded = down, acrossPadded = across] = asRows(region.withPadding)
  const top = Math.max(0, -downPadded.from)
  const left = Math.max(0, -acrossPadded.from)
  const frame = {
    rows: top + rows + Math.max(0, downPadded.to - rows + 1),
    columns: left + columns + Math.max(0, acrossPadded.to - columns + 1),
  }
  const cell = Math.min(24, width / frame.columns, Math.max(tallest / frame.rows, rows === 1 ? 16 : 0))
  const box = (d: typeof down, a: typeof across): string => {
    const [x, y] = [(left + a.from) * cell, (top + d.from) * cell]
    return `M${x} ${y}h${(a.to - a.from + 1) * cell}v${(d.to - d.from + 1) * cell}h${-(a.to - a.from + 1) * cell}z`
  }
  const size = { width: frame.columns * cell, height: frame.rows * cell }
  return (
    <div className={styles.picture} style={size} role="img" aria-label={label} title={label}>
      <div
        className={styles.map}
        style={{ left: left * cell, top: top * cell, width: columns * cell, height: rows * cell }}
      >
        {data === null ? null : <Maps data={data} sheet={sheet} largest={largest} family="value" />}
      </div>
      <svg className={styles.over} {...size} aria-hidden="true">
        <path
          className={styles.dim}
          fillRule="evenodd"
          d={box({ from: 0, to: rows - 1 }, { from: 0, to: columns - 1 }) + box(down, across)}
        />
        <path className={styles.padded} d={box(downPadded, acrossPadded)} />
        <path className={styles.halo} d={box(down, across)} />
        <path className={styles.seen} d={box(down, across)} />
      </svg>
    </div>
  )
}

/** A region of places along one axis is one row of them. */
function asRows<T>(ranges: readonly T[]): readonly (T | { from: number; to: number })[] {
  return ranges.length === 1 ? [{ from: 0, to: 0 }, ...ranges] : ranges.slice(-2)
}
