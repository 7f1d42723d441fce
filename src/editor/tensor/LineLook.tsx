// Rows of numbers as lines over their index, all on one scale, zero marked.

import { writeNumber } from "../../formula/number.ts"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import type { TensorData } from "../../tensor/tensor.ts"
import { MOST_LINES } from "./looks.ts"
import type { Plane } from "./slice.ts"
import styles from "./tensor.module.css"

interface Props {
  readonly plane: Plane
  /** The plane's numbers, row by row; null while they are to come. */
  readonly data: TensorData | null
  readonly largest: number
  readonly family: Family
  readonly selected: number | null
  readonly width: number
  readonly label: string
  readonly onSelect?: (index: number) => void
}

const PAD = 6

export function LineLook({ data, plane, largest, family, selected, width, label, onSelect }: Props) {
  const rows = Array.from({ length: Math.min(plane.rows, MOST_LINES) }, (_, row) => row)
  const height = plane.rows === 1 ? 132 : 56
  const reach = largest > 0 ? largest : 1
  const x = (column: number) => PAD + (column / Math.max(1, plane.columns - 1)) * (width - 2 * PAD)
  const y = (value: number) => height / 2 - (value / reach) * (height / 2 - PAD)
  return (
    <figure className={styles.figure} data-family={family}>
      {rows.map((row) => {
        const places = Array.from({ length: plane.columns }, (_, column) => {
          const at = row * plane.columns + column
          return { index: plane.offset + at, column, value: data === null ? 0 : (data[at] ?? Number.NaN) }
        })
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the numbers beside it are walked by arrow keys
          <svg
            key={row}
            width={width}
            height={height}
            role="img"
            aria-label={plane.rows === 1 ? label : `${label}, row ${row}`}
            onClick={(event) => {
              const { left } = event.currentTarget.getBoundingClientRect()
              const column = Math.round(((event.clientX - left - PAD) / (width - 2 * PAD)) * (plane.columns - 1))
              const place = places[Math.min(plane.columns - 1, Math.max(0, column))]
              if (place !== undefined) onSelect?.(place.index)
            }}
          >
            <line className={styles.zero} x1={0} x2={width} y1={height / 2} y2={height / 2} />
            <path className={styles.lines} d={pathOf(places, x, y)} />
            {places.map(({ index, column, value }) =>
              index === selected && Number.isFinite(value) ? (
                <circle key={index} className={styles.spot} cx={x(column)} cy={y(value)} r={4} />
              ) : Number.isFinite(value) ? null : (
                <text key={index} className={styles.lost} x={x(column)} y={height / 2 + 4} textAnchor="middle">
                  ×
                </text>
              ),
            )}
          </svg>
        )
      })}
      <figcaption className={styles.ends}>
        <span>0</span>
        <span>
          from {writeNumber(-reach)} to {writeNumber(reach)}
        </span>
        <span>{plane.columns - 1}</span>
      </figcaption>
    </figure>
  )
}

/** The pen is lifted over what is no finite number. */
function pathOf(
  places: readonly { readonly column: number; readonly value: number }[],
  x: (column: number) => number,
  y: (value: number) => number,
): string {
  let down = false
  return places
    .map(({ column, value }) => {
      if (!Number.isFinite(value)) {
        down = false
        return ""
      }
      const to = `${down ? "L" : "M"}${x(column).toFixed(1)} ${y(value).toFixed(1)}`
      down = true
      return to
    })
    .join("")
}
