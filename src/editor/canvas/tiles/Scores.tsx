// Scores of classes on a card: a bar to the left or right of zero for each, with its name and its number, and
// in grey the probability that a softmax would make of it; far out the largest is said in words.

import { type Bars, leadIn } from "../../../graph/drawing/tile/bars.ts"
import { colourOf, css, type Family } from "../../../graph/drawing/tile/colour.ts"
import { useDark } from "../../parts/useDark.ts"
import styles from "./Scores.module.css"

interface Props {
  readonly bars: Bars
  readonly family: Family
  readonly width: number
  readonly height: number
}

/** Of the height of a letter, so that its middle stands in the middle of the row. */
const BASELINE = 0.36

export function Scores({ bars: { rows, axis, size }, family, width, height }: Props) {
  const dark = useDark()
  return (
    <svg
      aria-hidden="true"
      className={styles.scores}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      fontSize={size || 1}
    >
      {rows.map(({ name, text, value, share, leads, x, y, width: length, height: thick, end, shareEnd, middle }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a class is its index.
        <g key={i} data-leads={leads || undefined} data-score={value}>
          <text x={0} y={middle + BASELINE * size}>
            {name}
          </text>
          <rect x={x} y={y} width={length} height={thick} fill={css(colourOf(value, Math.abs(value), family, dark))} />
          <text x={end} y={middle + BASELINE * size} textAnchor="end">
            {text}
          </text>
          {share === "" ? null : (
            <text data-grey="" x={shareEnd} y={middle + BASELINE * size} textAnchor="end">
              {share}
            </text>
          )}
        </g>
      ))}
      <line x1={axis} y1={0} x2={axis} y2={height} />
    </svg>
  )
}

interface LeadProps {
  readonly bars: Bars
  /** The middle of the line. */
  readonly y: number
  readonly room: number
  readonly letters: number
}

/** The class of the largest score and its number, where the bars have no room for letters. */
export function ScoresLead({ bars, y, room, letters }: LeadProps) {
  const { name, text } = leadIn(bars, room, letters)
  return (
    <span className={styles.lead} style={{ top: y, fontSize: letters }} data-lead="">
      <b>{name}</b> {text}
    </span>
  )
}
