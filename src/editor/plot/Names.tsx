// The names of lines, each where its line ends; beside lines of two kinds, dashed ones among them, with a piece of the line.

import { cutMiddle } from "../../formula/cutMiddle.ts"
import { type Frame, yOf } from "./frame.ts"
import styles from "./plot.module.css"
import { type Series, shown } from "./series.ts"

/** In characters: as many as have room beside the plot. */
const LONGEST = 19
/** Height of a line of text, in pixels. */
const LINE = 13
/** From the end of a line to its name; of the piece of it that stands between, in pixels: two dashes. */
const GAP = 8
const PIECE = 16

/** Each line is named where it ends; names that would lie on each other move apart. */
export function Names({ series, frame }: { readonly series: readonly Series[]; readonly frame: Frame }) {
  const ends = series
    .flatMap(({ id, name, family, dashed, points, rule }) => {
      const last = points.findLast((point) => shown(point.x, frame.logX) && shown(point.y, frame.logY))
      return last === undefined || rule ? [] : [{ id, name, family, dashed, y: yOf(last.y, frame) }]
    })
    .sort((a, b) => a.y - b.y)
  const places = apart(
    ends.map(({ y }) => y),
    frame.bottom - 4,
  )
  const left = frame.right + GAP
  const begins = left + piece(series)
  return ends.map(({ id, name, family, dashed }, i) => (
    <g key={id} className={styles.line} data-family={family} data-dashed={dashed || undefined}>
      {begins === left ? null : <path d={`M${left} ${places[i] ?? 0}h${PIECE}`} />}
      <text className={styles.name} x={begins} y={(places[i] ?? 0) + 4}>
        {cutMiddle(name, LONGEST)}
        {name.length > LONGEST ? <title>{name}</title> : null}
      </text>
    </g>
  ))
}

/** What the piece of a line before its name takes, in pixels: nothing where all lines are whole. */
function piece(series: readonly Series[]): number {
  return series.some(({ dashed }) => dashed) ? PIECE + GAP / 2 : 0
}

/** Heights in ascending order, moved so that lines of text do not lie on each other nor below the last one. */
function apart(heights: readonly number[], last: number): readonly number[] {
  let lowest = Number.NEGATIVE_INFINITY
  const down = heights.map((y) => {
    lowest = Math.max(y, lowest + LINE)
    return lowest
  })
  let highest = last + LINE
  return down
    .toReversed()
    .map((y) => {
      highest = Math.min(y, highest - LINE)
      return highest
    })
    .toReversed()
}

/** What the names at the ends of lines take, in pixels. */
export function roomForNames(series: readonly Series[]): number {
  const longest = Math.max(0, ...series.map(({ name, rule }) => (rule ? 0 : name.length)))
  return piece(series) + Math.min(150, Math.max(56, 16 + 7 * longest))
}
