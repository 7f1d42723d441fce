// How all numbers of a tensor lie between the least and the greatest.

import { useMemo } from "react"
import { writeNumber } from "../../formula/number.ts"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import { mapped, windowOf } from "../../state/run/numbers.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { histogram, type Stats } from "../../tensor/summary/stats.ts"
import quiet from "../parts/styles/quiet.module.css"
import { useReading } from "../parts/useReading.ts"
import styles from "./tensor.module.css"

interface Props {
  readonly tensor: RunTensor
  readonly stats: Stats
  readonly family: Family
  readonly width: number
  readonly label: string
}

const HEIGHT = 132
const MOST_BINS = 40

export function HistogramLook({ tensor, stats, family, width, label }: Props) {
  const { min, max } = stats
  const count = stats.count - stats.nans - stats.infinities
  const bins = Math.max(8, Math.min(MOST_BINS, Math.round(Math.sqrt(count))))
  const read = useReading(
    useMemo(() => mapped(windowOf(tensor), (whole) => histogram(whole, bins).counts), [tensor, bins]),
  )
  const counts = read.is ?? new Array<number>(bins).fill(0)
  if (!(min <= max)) return <p className={quiet.text}>There is no finite number in it.</p>
  const most = Math.max(1, ...counts)
  const bar = width / counts.length
  const zero = min < 0 && max > 0 ? (-min / (max - min)) * width : null
  return (
    <figure className={styles.figure} data-family={family}>
      <svg width={width} height={HEIGHT} role="img" aria-label={`${label}: ${count} numbers from ${min} to ${max}`}>
        {counts.map((n, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={i}
            className={styles.bin}
            x={i * bar}
            width={Math.max(1, bar - 1)}
            y={HEIGHT - (n / most) * (HEIGHT - 4)}
            height={(n / most) * (HEIGHT - 4)}
          >
            <title>{`${n} of ${count}`}</title>
          </rect>
        ))}
        {zero === null ? null : <line className={styles.zero} x1={zero} x2={zero} y1={0} y2={HEIGHT} />}
      </svg>
      <figcaption className={styles.ends}>
        <span>{writeNumber(min)}</span>
        <span>{read.problem ?? `tallest bar: ${read.is === undefined ? "…" : most} of ${count}`}</span>
        <span>{writeNumber(max)}</span>
      </figcaption>
    </figure>
  )
}
