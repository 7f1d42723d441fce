// What a normalisation works with, as a table on its card: the statistics of this run, and the learned scale and shift.

import { useMemo } from "react"
import { colourOf, css } from "../../../graph/drawing/tile/colour.ts"
import type { Statistics, StatisticsPlace } from "../../../graph/drawing/tile/statistics.ts"
import { type TableRect, type TableText, tableIn } from "../../../graph/drawing/tile/table.ts"
import { useRun } from "../../../state/run/run.ts"
import { statisticsReading } from "../../../state/run/tiles.ts"
import { useDark } from "../../parts/useDark.ts"
import { useReading } from "../../parts/useReading.ts"
import styles from "./CardTile.module.css"

interface Props {
  readonly statistics: Statistics
  readonly place: StatisticsPlace
  /** Whether its numbers are shown by now. */
  readonly known: boolean
}

/** Of the height of a letter, so that its middle stands in the middle of the row. */
const BASELINE = 0.36
/** Of a cell a wash of its hue under its number. */
const WASH = 0.45

export function CardStatistics({ statistics, place, known }: Props) {
  const result = useRun((state) => (known ? state.result : null))
  const numbers = useReading(useMemo(() => statisticsReading(result, statistics), [result, statistics])).is
  const dark = useDark()
  const { x, y, width, height, size } = place
  const table = useMemo(() => tableIn(statistics, numbers ?? [], place), [statistics, numbers, place])
  const fill = ({ value, largest }: TableRect): string => css(colourOf(value, largest, "value", dark))
  return (
    <svg
      className={styles.statistics}
      aria-hidden="true"
      data-statistics={statistics.title}
      style={{ left: x, top: y }}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      fontSize={size}
    >
      {table.rects.map((rect) => (
        <rect
          key={`${rect.x} ${rect.y}`}
          x={rect.x}
          y={rect.y}
          width={rect.width}
          height={rect.height}
          fill={fill(rect)}
          fillOpacity={rect.pale ? WASH : 1}
        />
      ))}
      {table.lines.map((line) => (
        <line key={line.y} x1={line.x} x2={line.x + line.width} y1={line.y} y2={line.y} />
      ))}
      {table.texts.map((text) => (
        <Words key={`${text.x} ${text.y}`} text={text} size={size} />
      ))}
    </svg>
  )
}

function Words({ text: { text, x, y, end, bold, quiet }, size }: { readonly text: TableText; readonly size: number }) {
  return (
    <text
      x={x}
      y={y + BASELINE * size}
      textAnchor={end ? "end" : "start"}
      fontWeight={bold ? 600 : 400}
      data-quiet={quiet || undefined}
    >
      {text}
    </text>
  )
}
