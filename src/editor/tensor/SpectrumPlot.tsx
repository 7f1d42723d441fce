// Singular values from the largest to the least: linear from zero, or logarithmic where they span many powers of ten.

import { useState } from "react"
import { writeNumber } from "../../formula/number.ts"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import matrix from "./matrix.module.css"
import styles from "./tensor.module.css"

interface Props {
  readonly values: Float64Array
  readonly family: Family
  readonly width: number
  readonly label: string
}

const HEIGHT = 96
const TOP = 5
/** Beyond this share of the largest a value is rounding; the logarithmic axis ends there. */
const LEAST_SHARE = 1e-17
/** Marks that can be told apart; more are drawn as a line alone. */
const MOST_MARKS = 64

export function SpectrumPlot({ values, family, width, label }: Props) {
  const [log, setLog] = useState(false)
  const [pointed, setPointed] = useState<number | null>(null)
  const n = values.length
  const largest = values[0] ?? 0
  const least = leastShown(values)
  const x = (i: number): number => (n === 1 ? width / 2 : 4 + (i / (n - 1)) * (width - 8))
  const share = (value: number): number => {
    if (largest === 0) return 0
    if (!log) return value / largest
    return largest === least ? 1 : Math.max(0, Math.log(value / least) / Math.log(largest / least))
  }
  const y = (value: number): number => HEIGHT - 1 - share(value) * (HEIGHT - 1 - TOP)
  const points = Array.from(values, (value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`)
  const read = pointed === null ? null : values[pointed]
  const at = (event: { readonly clientX: number; readonly currentTarget: Element }): number => {
    // A narrow panel draws the picture smaller.
    const drawn = event.currentTarget.getBoundingClientRect()
    const x = ((event.clientX - drawn.left) / drawn.width) * width
    return Math.max(0, Math.min(n - 1, Math.round(((x - 4) / (width - 8)) * (n - 1))))
  }
  return (
    <figure className={styles.figure} data-family={family}>
      <svg
        className={matrix.spectrum}
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={`${label}: ${n} from ${writeNumber(largest)} to ${writeNumber(values[n - 1] ?? 0)}`}
        onMouseMove={(event) => setPointed(at(event))}
        onMouseLeave={() => setPointed(null)}
      >
        <line className={styles.zero} x1={0} x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        <polyline className={styles.lines} points={points.join(" ")} />
        {n <= MOST_MARKS
          ? Array.from(values, (value, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a singular value is its place
              <circle key={i} className={styles.spot} cx={x(i)} cy={y(value)} r={n > 32 ? 2 : 3} />
            ))
          : null}
        {pointed === null || read === undefined || read === null ? null : (
          <circle className={matrix.pointed} cx={x(pointed)} cy={y(read)} r={4.5} />
        )}
      </svg>
      <figcaption className={styles.ends}>
        <span>
          {pointed === null || read === undefined || read === null
            ? `σ₁ = ${writeNumber(largest, 4)}`
            : `σ no. ${pointed + 1} = ${writeNumber(read, 6)}`}
        </span>
        <button type="button" className={matrix.log} aria-pressed={log} onClick={() => setLog(!log)}>
          log
        </button>
      </figcaption>
    </figure>
  )
}

/** The smallest value that a logarithmic axis shows: above rounding, and not zero. */
function leastShown(values: Float64Array): number {
  const largest = values[0] ?? 0
  return values.findLast((value) => value > largest * LEAST_SHARE) ?? largest
}
