// Two features of every sample as points, with their mean and the ellipses of one and two standard deviations. Before
// and after a normalisation stand side by side on the same axes, equal both ways, so that stretching is seen as such.

import { useMemo } from "react"
import { writeNumber } from "../../../formula/number.ts"
import { exactWords, writeBeside } from "../../../graph/drawing/text/tensorNumber.ts"
import { textWidth } from "../../../graph/drawing/text/textWidth.ts"
import { allOf, mapped, windowOf } from "../../../state/run/numbers.ts"
import { eachPair, ellipseOf, pairMoments } from "../../../tensor/summary/pairs.ts"
import { dtypeOf, type Tensor } from "../../../tensor/tensor.ts"
import { useReading } from "../../parts/useReading.ts"
import { clearTicks, linear, linearTicks, type PlacedTick, type Scale, TICK_SIZE, type Tick } from "./axes.ts"
import styles from "./charts.module.css"
import type { Subject } from "./subject.ts"

const SIZE = 128
const EDGE = 18
const WIDTH = 208
/** Where the plane begins, and where the words of the upright axis end. */
const LEFT = 22
const WORDS_END = LEFT - 4

export function Scatters({ subject: { value, before } }: { readonly subject: Subject }) {
  const read = useReading(
    useMemo(() => {
      const all = before === null ? [value] : [before, value]
      return mapped(allOf(all.map((tensor) => windowOf(tensor))), (tensors) => ({
        tensors,
        frame: frameOf(tensors),
        titles: before === null ? ["value"] : ["before", "after"],
      }))
    }, [before, value]),
  )
  if (read.problem !== null) return <p role="alert">{read.problem}</p>
  return read.is === undefined ? <div className={styles.plots} style={{ minHeight: SIZE }} /> : <Drawn {...read.is} />
}

interface DrawnProps {
  readonly tensors: readonly Tensor[]
  readonly titles: readonly string[]
  readonly frame: Frame
}

function Drawn({ tensors, titles, frame }: DrawnProps) {
  return (
    <div className={styles.plots}>
      {tensors.map((tensor, i) => (
        <Scatter key={titles[i]} title={titles[i] ?? ""} tensor={tensor} frame={frame} />
      ))}
      <p className={styles.legend}>
        <span data-mark="one">1 σ</span>
        <span data-mark="two">2 σ</span>
        <span data-mark="mean">mean</span>
      </p>
    </div>
  )
}

interface Frame {
  readonly centre: readonly [number, number]
  /** Half of what is shown, across and up, in the data's units. */
  readonly reach: readonly [number, number]
}

function Scatter({ title, tensor, frame }: { readonly title: string; readonly tensor: Tensor; readonly frame: Frame }) {
  const moments = useMemo(() => pairMoments(tensor), [tensor])
  const { centre, reach } = frame
  const x = linear(centre[0] - reach[0], centre[0] + reach[0], LEFT, WIDTH - 2)
  const y = linear(centre[1] - reach[1], centre[1] + reach[1], SIZE - EDGE, 2)
  const across = clearTicks((count) => linearTicks(x.from, x.to, count), x, [WORDS_END, WIDTH], 4)
  const up = linearTicks(y.from, y.to, 4)
  const room = Math.ceil(Math.max(0, ...up.map(({ text }) => textWidth(text, TICK_SIZE) - WORDS_END)))
  const cloud = useMemo(() => {
    const dots: string[] = []
    eachPair(tensor, (a, b) => dots.push(`M${x.at(a).toFixed(1)} ${y.at(b).toFixed(1)}h0`))
    return dots.join("")
  }, [tensor, x.at, y.at])
  const { mean, variance, correlation } = moments
  const deviation = [Math.sqrt(variance[0]), Math.sqrt(variance[1])] as const
  const precision = dtypeOf(tensor)
  const middle = mean.map((x, i) => writeBeside(x, Math.hypot(x, deviation[i] ?? 0), precision))
  const rho = writeBeside(correlation, 1, precision)
  const exact = [...middle, rho].flatMap((figure) => (figure.exact === null ? [] : [exactWords(figure.exact)]))
  const words = `mean (${middle.map(({ text }) => text).join(", ")}), σ (${deviation.map((x) => writeNumber(x)).join(", ")}), ρ ${rho.text}`
  return (
    <figure className={styles.plot} data-family="value">
      <figcaption>
        <strong>{title}</strong> <span title={exact.join("\n") || undefined}>{words}</span>
      </figcaption>
      <svg
        width={WIDTH + room}
        height={SIZE}
        viewBox={`${-room} 0 ${WIDTH + room} ${SIZE}`}
        role="img"
        aria-label={`Scatter, ${title}: ${words}`}
      >
        <Grid across={across} up={up} x={x} y={y} />
        <path className={styles.cloud} d={cloud} />
        <Contours moments={moments} x={x.at(mean[0])} y={y.at(mean[1])} scale={(WIDTH - 24) / (2 * reach[0])} />
      </svg>
    </figure>
  )
}

interface GridProps {
  readonly across: readonly PlacedTick[]
  readonly up: readonly Tick[]
  readonly x: Scale
  readonly y: Scale
}

function Grid({ across, up, x, y }: GridProps) {
  return (
    <g className={styles.grid}>
      {across.map(({ at, text, middle }) => (
        <g key={at}>
          <line x1={x.at(at)} x2={x.at(at)} y1={2} y2={SIZE - EDGE} data-zero={at === 0 || undefined} />
          <text x={middle} y={SIZE - 4} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      {up.map(({ at, text }) => (
        <g key={at}>
          <line x1={LEFT} x2={WIDTH - 2} y1={y.at(at)} y2={y.at(at)} data-zero={at === 0 || undefined} />
          <text x={WORDS_END} y={y.at(at) + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
    </g>
  )
}

interface ContourProps {
  readonly moments: ReturnType<typeof pairMoments>
  readonly x: number
  readonly y: number
  /** Pixels for one unit. */
  readonly scale: number
}

function Contours({ moments, x, y, scale }: ContourProps) {
  const { long, short, angle } = ellipseOf(moments)
  // The screen's y points down: turning left in the data is turning right here.
  const place = `translate(${x} ${y}) rotate(${(-angle * 180) / Math.PI})`
  return (
    <g className={styles.contours}>
      {[1, 2].map((times) => (
        <ellipse
          key={times}
          transform={place}
          rx={times * long * scale}
          ry={times * short * scale}
          data-outer={times === 2 || undefined}
        />
      ))}
      <path d={`M${x - 5} ${y}h10M${x} ${y - 5}v10`} />
    </g>
  )
}

/** A window on the plane that holds all points, with one unit equally long both ways. */
function frameOf(tensors: readonly Tensor[]): Frame {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as [number, number]
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number]
  for (const tensor of tensors) {
    eachPair(tensor, (a, b) => {
      low[0] = Math.min(low[0], a)
      low[1] = Math.min(low[1], b)
      high[0] = Math.max(high[0], a)
      high[1] = Math.max(high[1], b)
    })
  }
  if (!Number.isFinite(low[0])) return { centre: [0, 0], reach: [1, 1] }
  const across = (WIDTH - 24) / (SIZE - EDGE - 2)
  const half = Math.max((high[1] - low[1]) / 2, (high[0] - low[0]) / 2 / across, 1e-9) * 1.06
  return { centre: [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2], reach: [half * across, half] }
}
