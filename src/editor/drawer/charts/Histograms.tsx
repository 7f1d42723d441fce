// How the numbers of a tensor lie: before and after a normalisation on one common axis, and the gradient.

import { useMemo } from "react"
import { writeNumber } from "../../../formula/number.ts"
import { exactWords, writeMean } from "../../../graph/drawing/text/tensorNumber.ts"
import type { Family } from "../../../graph/drawing/tile/colour.ts"
import { mapped, windowOf } from "../../../state/run/numbers.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { brokenWords, deviationOf, histogram } from "../../../tensor/summary/stats.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { useReading } from "../../parts/useReading.ts"
import { clearTicks, linear, linearTicks } from "./axes.ts"
import { barsOf, binsFor } from "./bars.ts"
import styles from "./charts.module.css"
import type { Subject } from "./subject.ts"

const WIDTH = 200
const HEIGHT = 118
const BOTTOM = 18

export function Histograms({ subject: { value, gradient, before } }: { readonly subject: Subject }) {
  const common = before === null ? rangeOf([value]) : rangeOf([before, value])
  return (
    <div className={styles.plots}>
      {before === null ? null : <Histogram title="before" tensor={before} family="value" range={common} />}
      <Histogram title={before === null ? "value" : "after"} tensor={value} family="value" range={common} />
      {gradient === undefined ? null : (
        <Histogram title="gradient" tensor={gradient} family="gradient" range={rangeOf([gradient])} />
      )}
    </div>
  )
}

interface Props {
  readonly title: string
  readonly tensor: RunTensor | Tensor
  readonly family: Family
  readonly range: readonly [number, number]
}

export function Histogram({ title, tensor, family, range }: Props) {
  const known = stats(tensor)
  const { mean, count, min, max } = known
  const read = useReading(
    useMemo(
      () =>
        mapped(windowOf(tensor), (whole) => ({
          deviation: deviationOf(whole, mean),
          counts: histogram(whole, binsFor(count)).counts,
        })),
      [tensor, mean, count],
    ),
  )
  const counts = read.is?.counts ?? []
  const broken = brokenWords(known)
  const x = linear(range[0], range[1], 4, WIDTH - 4)
  const floor = HEIGHT - BOTTOM
  const drawn = Number.isFinite(min)
  const { text, exact } = writeMean(known)
  const deviation = read.is === undefined ? "…" : writeNumber(read.is.deviation)
  const words = read.problem ?? (Number.isFinite(mean) ? `mean ${text}, σ ${deviation}` : "no finite number")
  return (
    <figure className={styles.plot} data-family={family}>
      <figcaption>
        <strong>{title}</strong> <span title={exact === null ? undefined : exactWords(exact)}>{words}</span>
        {broken === "" ? null : <em className={styles.broken}>, {broken}</em>}
      </figcaption>
      <svg width={WIDTH} height={HEIGHT} role="img" aria-label={`Histogram, ${title}: ${words}, ${count} numbers`}>
        {barsOf(counts, min, max, x, floor - 6).map((bar, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={i}
            className={styles.bar}
            x={bar.x}
            width={bar.width}
            y={floor - bar.height}
            height={bar.height}
          />
        ))}
        <line className={styles.base} x1={0} x2={WIDTH} y1={floor} y2={floor} />
        {drawn ? <line className={styles.mean} x1={x.at(mean)} x2={x.at(mean)} y1={2} y2={floor} /> : null}
        {clearTicks((count) => linearTicks(...range, count), x, [0, WIDTH], 4).map(({ at, text, middle }) => (
          <text key={at} className={styles.tick} x={middle} y={HEIGHT - 4} textAnchor="middle">
            {text}
          </text>
        ))}
      </svg>
    </figure>
  )
}

/** From the least to the largest number of all of them, a little wider. */
export function rangeOf(tensors: readonly (RunTensor | Tensor)[]): readonly [number, number] {
  const from = Math.min(...tensors.map((tensor) => stats(tensor).min))
  const to = Math.max(...tensors.map((tensor) => stats(tensor).max))
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [-1, 1]
  const spare = from === to ? Math.max(1, Math.abs(from)) * 0.5 : (to - from) * 0.06
  return [from - spare, to + spare]
}
