// A plot of lines over one axis: linear or logarithmic both ways, with bands, read by pointing or by arrow keys. This
// folder draws series of numbers and knows no graph, no run and no store.

import { useMemo, useRef, useState } from "react"
import { cutMiddle } from "../../formula/cutMiddle.ts"
import { writeNumber } from "../../formula/number.ts"
import { clearTicks } from "../drawer/charts/axes.ts"
import { useWidth } from "../parts/useWidth.ts"
import { axisTicks } from "./axisTicks.ts"
import { bandPath, type Frame, frameOf, linePath, NAME_GAP, TOP, xOf, yOf } from "./frame.ts"
import { Names, roomForNames } from "./Names.tsx"
import styles from "./plot.module.css"
import { extentOf, measure, nearestIndex, type Series, shown, thinned } from "./series.ts"

interface Props {
  readonly title: string
  readonly series: readonly Series[]
  readonly xName: string
  readonly logX?: boolean
  readonly logY?: boolean
  readonly height?: number
  /** More words beside the title: a slope, a warning. */
  readonly note?: string
  readonly onPick?: (x: number) => void
}

export function Plot({ title, series, xName, logX = false, logY = false, height = 168, note, onPick }: Props) {
  const holder = useRef<HTMLDivElement>(null)
  const width = useWidth(holder, 420)
  const [pointed, setPointed] = useState<number | null>(null)
  const extent = useMemo(() => extentOf(series, logX, logY), [series, logX, logY])
  const right = useMemo(() => roomForNames(series), [series])
  const frame = useMemo(
    () => extent && frameOf(extent, { logX, logY, xName }, { width, height, end: width - right }),
    [extent, logX, logY, xName, width, right, height],
  )
  // Gathered when first read: a plot that grows is drawn far more often than it is pointed at.
  const xs = useMemo(() => once(() => allXs(series, logX)), [series, logX])
  const at = pointed === null ? undefined : xs()[pointed]
  const words = at === undefined ? (note ?? "") : readOff(series, at, xName)
  return (
    <section className={styles.plot} aria-label={`${title} by ${xName}`}>
      <header className={styles.head}>
        <h3>{title}</h3>
        <output className={styles.words}>{words}</output>
      </header>
      <div
        ref={holder}
        className={styles.frame}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: read along ${xName}`}
        aria-valuemin={extent?.x[0] ?? 0}
        aria-valuemax={extent?.x[1] ?? 0}
        aria-valuenow={at === undefined ? (extent?.x[0] ?? 0) : measure(at, logX)}
        aria-valuetext={words || "nothing to read yet"}
        onMouseMove={(event) => frame && setPointed(indexAt(event, frame, xs()))}
        onMouseLeave={() => setPointed(null)}
        onBlur={() => setPointed(null)}
        onClick={() => at !== undefined && onPick?.(at)}
        onKeyDown={(event) => {
          const next = keyed(event.key, pointed, xs().length)
          if (next !== null) setPointed(next)
          else if (event.key === "Enter" && at !== undefined) onPick?.(at)
          else return
          event.preventDefault()
        }}
      >
        <svg width={width} height={height} aria-hidden="true" data-plot={title}>
          {frame === null ? null : <Lines series={series} frame={frame} xName={xName} at={at} width={width} />}
        </svg>
      </div>
    </section>
  )
}

function Lines({
  series,
  frame,
  xName,
  at,
  width,
}: {
  readonly series: readonly Series[]
  readonly frame: Frame
  readonly xName: string
  readonly at: number | undefined
  readonly width: number
}) {
  const place = at === undefined ? null : frame.x.at(measure(at, frame.logX))
  return (
    <>
      <Axes frame={frame} xName={xName} width={width} />
      {place === null ? null : <line className={styles.cursor} x1={place} x2={place} y1={TOP} y2={frame.bottom} />}
      {series.map((one) => (
        <Line key={one.id} series={one} frame={frame} width={width} />
      ))}
      {at === undefined ? null : series.map((one) => <Mark key={one.id} series={one} frame={frame} x={at} />)}
      <Names series={series} frame={frame} />
    </>
  )
}

interface AxesProps {
  readonly frame: Frame
  readonly xName: string
  readonly width: number
}

function Axes({ frame, xName, width }: AxesProps) {
  const { x, y, left, bottom, right, marks, under, logX } = frame
  const numbers = useMemo(() => {
    const most = Math.max(2, Math.floor((right - left) / 90))
    return clearTicks((count) => axisTicks(x.from, x.to, logX, count), x, [0, right + NAME_GAP - 8], most)
  }, [x, left, right, logX])
  return (
    <g className={styles.axes}>
      {marks.map(({ at, text }) => (
        <g key={at}>
          <line x1={left} x2={right} y1={y.at(at)} y2={y.at(at)} />
          <text x={left - 6} y={y.at(at) + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {numbers.map(({ at, text, middle }) => (
        <text key={at} x={middle} y={bottom + 15} textAnchor="middle">
          {text}
        </text>
      ))}
      {under ? (
        <text x={Math.min(right, width - 2)} y={bottom + 30} textAnchor="end">
          {cutMiddle(xName, Math.floor(right / 6))}
        </text>
      ) : (
        <text x={right + NAME_GAP} y={bottom + 15}>
          {xName}
        </text>
      )}
    </g>
  )
}

function Line({ series, frame, width }: { readonly series: Series; readonly frame: Frame; readonly width: number }) {
  const points = useMemo(() => thinned(series.points, 2 * width), [series.points, width])
  const places = points.filter((point) => shown(point.x, frame.logX) && shown(point.y, frame.logY))
  return (
    <g
      className={styles.line}
      data-family={series.family}
      data-dashed={series.dashed || undefined}
      data-rule={series.rule || undefined}
    >
      <path className={styles.band} d={bandPath(places, frame)} />
      <path d={linePath(points, frame)} />
      {series.marked
        ? places.map((point) => <circle key={point.x} cx={xOf(point, frame)} cy={yOf(point.y, frame)} r={2.75} />)
        : null}
    </g>
  )
}

function Mark({ series, frame, x }: { readonly series: Series; readonly frame: Frame; readonly x: number }) {
  if (series.rule) return null
  const point = series.points[nearestIndex(series.points, x)]
  if (point === undefined || !shown(point.y, frame.logY) || !shown(point.x, frame.logX)) return null
  return (
    <circle className={styles.mark} data-family={series.family} cx={xOf(point, frame)} cy={yOf(point.y, frame)} r={4} />
  )
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Every x that can be read off, once, in order. */
function allXs(series: readonly Series[], logX: boolean): readonly number[] {
  const xs = new Set<number>()
  for (const { points, rule } of series) if (!rule) for (const { x } of points) if (shown(x, logX)) xs.add(x)
  return [...xs].sort((a, b) => a - b)
}

function indexAt(event: React.MouseEvent, { x, logX }: Frame, xs: readonly number[]): number | null {
  const pixels = event.clientX - event.currentTarget.getBoundingClientRect().left
  const share = (pixels - x.at(x.from)) / (x.at(x.to) - x.at(x.from))
  const here = x.from + share * (x.to - x.from)
  const index = nearestIndex(
    xs.map((value) => ({ x: measure(value, logX), y: 0 })),
    here,
  )
  return index < 0 ? null : index
}

function keyed(key: string, pointed: number | null, count: number): number | null {
  if (count === 0) return null
  if (key === "Home") return 0
  if (key === "End") return count - 1
  const by = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0
  if (by === 0) return null
  return pointed === null ? (by > 0 ? 0 : count - 1) : Math.min(count - 1, Math.max(0, pointed + by))
}

function readOff(series: readonly Series[], x: number, xName: string): string {
  const parts = series.flatMap(({ name, points, rule }) => {
    const point = rule ? undefined : points[nearestIndex(points, x)]
    if (point === undefined) return []
    const band =
      point.low === undefined || point.high === undefined
        ? ""
        : ` (${writeNumber(point.low)} to ${writeNumber(point.high)})`
    return [`${name} ${writeNumber(point.y)}${band}`]
  })
  return [`${xName} ${writeNumber(x)}`, ...parts].join(" · ")
}
