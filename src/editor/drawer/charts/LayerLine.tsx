// One line of the layer chart, and what the lines are called.

import type { Scale } from "./axes.ts"
import styles from "./charts.module.css"
import type { LayerPoint } from "./series.ts"

export interface Scales {
  readonly x: Scale
  /** Of log₁₀ RMS. */
  readonly y: Scale
  /** Where exact zeros lie. */
  readonly zero: number
}

interface LineProps {
  readonly points: readonly LayerPoint[]
  readonly side: "value" | "gradient"
  readonly scales: Scales
  readonly marked: number | null
}

/** From here on single points are not marked. */
const MANY = 160

export function LayerLine({ points, side, scales: { x, y, zero }, marked }: LineProps) {
  const places = points.map((point, i) => {
    const rms = point[side]
    return rms === null || !Number.isFinite(rms) ? null : { x: x.at(i), y: heightOf(rms, y, zero), zero: rms === 0 }
  })
  let path = ""
  places.forEach((place, i) => {
    if (place !== null) path += `${places[i - 1] == null ? "M" : "L"}${place.x.toFixed(1)} ${place.y.toFixed(1)}`
  })
  return (
    <g className={styles.line} data-family={side}>
      <path d={path} />
      {places.map((place, i) => {
        if (place === null || (points.length > MANY && i !== marked)) return null
        const size = i === marked ? 4.5 : 3
        const shape = side === "value" ? circle(place.x, place.y, size) : diamond(place.x, place.y, size + 0.8)
        return <path key={points[i]?.node} d={shape} data-zero={place.zero || undefined} data-mark="" />
      })}
    </g>
  )
}

/** A cross at the top over every layer that has numbers that are not finite. */
export function BrokenMarks({
  points,
  scales: { x, y },
}: {
  readonly points: readonly LayerPoint[]
  readonly scales: Scales
}) {
  const top = y.at(y.to) + 1
  return (
    <g className={styles.crosses}>
      {points.map(({ node, broken }, i) =>
        broken === "" ? null : <path key={node} d={`M${x.at(i) - 4} ${top}l8 8m0 -8l-8 8`} />,
      )}
    </g>
  )
}

/** Both lines are named where they end; the names keep apart. */
export function LineNames({
  points,
  scales: { y, zero },
  left,
}: {
  readonly points: readonly LayerPoint[]
  readonly scales: Scales
  /** Where the names begin. */
  readonly left: number
}) {
  const ends = (["value", "gradient"] as const).flatMap((side) => {
    const last = points.findLast((point) => point[side] !== null && Number.isFinite(point[side]))?.[side]
    return last == null ? [] : [{ side, y: heightOf(last, y, zero) }]
  })
  const [a, b] = ends
  const apart = a !== undefined && b !== undefined ? Math.max(0, 14 - Math.abs(a.y - b.y)) / 2 : 0
  return ends.map(({ side, y: at }) => {
    const up = a !== undefined && b !== undefined && (side === a.side ? a.y <= b.y : b.y < a.y)
    return (
      <text key={side} className={styles.name} data-family={side} x={left} y={at + 4 + (up ? -apart : apart)}>
        {side}
      </text>
    )
  })
}

function heightOf(rms: number, y: Scale, zero: number): number {
  return rms === 0 ? zero : y.at(Math.log10(rms))
}

function circle(x: number, y: number, r: number): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
}

function diamond(x: number, y: number, r: number): string {
  return `M${x - r} ${y}L${x} ${y - r}L${x + r} ${y}L${x} ${y + r}Z`
}
