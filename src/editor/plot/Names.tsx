// The names of lines, each where its line ends.

import { cutMiddle } from "../../formula/cutMiddle.ts"
import { type Frame, yOf } from "./frame.ts"
import styles from "./plot.module.css"
import { type Series, shown } from "./series.ts"

/** In characters: as many as have room beside the plot. */
const LONGEST = 19
/** Height of a line of text, in pixels. */
const LINE = 13

/** Each line is named where it ends; names that would lie on each other move apart. */
export function Names({ series, frame }: { readonly series: readonly Series[]; readonly frame: Frame }) {
  const ends = series
    .flatMap(({ id, name, family, points, rule }) => {
      const last = points.findLast((point) => shown(point.x, frame.logX) && shown(point.y, frame.logY))
      return last === undefined || rule ? [] : [{ id, name, family, y: yOf(last.y, frame) }]
    })
    .sort((a, b) => a.y - b.y)
  const places = apart(
    ends.map(({ y }) => y),
    frame.bottom - 4,
  )
  return ends.map(({ id, name, family }, i) => (
    <text key={id} className={styles.name} data-family={family} x={frame.right + 8} y={(places[i] ?? 0) + 4}>
      {cutMiddle(name, LONGEST)}
      {name.length > LONGEST ? <title>{name}</title> : null}
    </text>
  ))
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
  return Math.min(150, Math.max(56, 16 + 7 * longest))
}
