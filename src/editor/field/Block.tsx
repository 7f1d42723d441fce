// A block of N × C × places seen from its corner. What is lit is drawn inside it, solid; the block around it is glass.

import styles from "./field.module.css"
import type { BlockAxis } from "./normWords.ts"

interface Props {
  /** Samples, channels, places: how many there are, and which are lit. */
  readonly axes: readonly [BlockAxis, BlockAxis, BlockAxis]
  readonly cell: readonly [BlockAxis, BlockAxis, BlockAxis]
  readonly names: readonly [string, string, string]
  readonly label: string
}

/** Axes longer than this are drawn as if they had so many cells, without lines between them. */
const MOST = [6, 10, 8] as const
const UNIT = 16
/** One sample further back, in pixels to the right and up. */
const BACK: readonly [right: number, up: number] = [11, 8]
const MARGIN = 18

type Corner = readonly [n: number, c: number, p: number]

export function Block({ axes, cell, names, label }: Props) {
  const scale = axes.map(({ size }, i) => Math.min(size, MOST[i] ?? size) / size)
  const [deep, wide, tall] = axes.map(({ size }, i) => size * (scale[i] ?? 1))
  const size = { n: deep ?? 1, c: wide ?? 1, p: tall ?? 1 }
  const width = size.c * UNIT + size.n * BACK[0] + 2 * MARGIN + 30
  const height = size.p * UNIT + size.n * BACK[1] + 2 * MARGIN
  // Small blocks are drawn larger, as far as a side panel is wide.
  const zoom = Math.min(1.7, 260 / width)
  const at = ([n, c, p]: Corner): string =>
    `${MARGIN + 30 + c * UNIT + n * BACK[0]} ${MARGIN + size.n * BACK[1] + p * UNIT - n * BACK[1]}`
  const between = (box: Props["axes"]): Box => {
    const spans = box.map(({ range }, i) => [range.from * (scale[i] ?? 1), (range.to + 1) * (scale[i] ?? 1)] as const)
    const [n = [0, 1], c = [0, 1], p = [0, 1]] = spans
    return { n, c, p }
  }
  const whole: Box = { n: [0, size.n], c: [0, size.c], p: [0, size.p] }
  const lit = between(axes)
  const own = between(cell)
  return (
    <svg
      className={styles.block}
      viewBox={`0 0 ${width} ${height}`}
      width={width * zoom}
      height={height * zoom}
      role="img"
    >
      <title>{label}</title>
      <path className={styles.behind} d={backEdges(whole, at)} />
      <Solid box={lit} at={at} lines={axes.map(({ size: count }, i) => count <= (MOST[i] ?? 0))} />
      <path className={styles.own} d={faces(own, at).join("")} />
      <path className={styles.glass} d={faces(whole, at).join("")} />
      <path
        className={styles.lines}
        d={gridLines(
          whole,
          at,
          axes.map(({ size: count }, i) => count <= (MOST[i] ?? 0)),
        )}
      />
      <Labels names={names} axes={axes} size={size} height={height} />
    </svg>
  )
}

interface Box {
  readonly n: readonly [number, number]
  readonly c: readonly [number, number]
  readonly p: readonly [number, number]
}
type At = (corner: Corner) => string

function Solid({ box, at, lines }: { readonly box: Box; readonly at: At; readonly lines: readonly boolean[] }) {
  const [front, top, right] = faces(box, at)
  return (
    <>
      <path className={styles.front} d={front} />
      <path className={styles.top} d={top} />
      <path className={styles.right} d={right} />
      <path className={styles.litLines} d={gridLines(box, at, lines)} />
    </>
  )
}

/** The three faces one sees: front, top, right. */
function faces({ n, c, p }: Box, at: At): readonly [front: string, top: string, right: string] {
  const quad = (...corners: readonly Corner[]): string => `M${corners.map(at).join("L")}z`
  return [
    quad([n[0], c[0], p[0]], [n[0], c[1], p[0]], [n[0], c[1], p[1]], [n[0], c[0], p[1]]),
    quad([n[0], c[0], p[0]], [n[1], c[0], p[0]], [n[1], c[1], p[0]], [n[0], c[1], p[0]]),
    quad([n[0], c[1], p[0]], [n[1], c[1], p[0]], [n[1], c[1], p[1]], [n[0], c[1], p[1]]),
  ]
}

/** The three edges at the hidden corner. */
function backEdges({ n, c, p }: Box, at: At): string {
  const corner = at([n[1], c[0], p[1]])
  return [at([n[0], c[0], p[1]]), at([n[1], c[1], p[1]]), at([n[1], c[0], p[0]])]
    .map((end) => `M${corner}L${end}`)
    .join("")
}

/** Lines between the cells on the three faces. */
function gridLines({ n, c, p }: Box, at: At, [everyN, everyC, everyP]: readonly boolean[]): string {
  const line = (a: Corner, b: Corner, d: Corner): string => `M${at(a)}L${at(b)}L${at(d)}`
  const cuts = ([from, to]: readonly [number, number], every: boolean | undefined): readonly number[] =>
    every ? Array.from({ length: Math.max(0, Math.round(to - from) - 1) }, (_, i) => from + i + 1) : []
  return [
    ...cuts(n, everyN).map((k) => line([k, c[0], p[0]], [k, c[1], p[0]], [k, c[1], p[1]])),
    ...cuts(c, everyC).map((k) => line([n[1], k, p[0]], [n[0], k, p[0]], [n[0], k, p[1]])),
    ...cuts(p, everyP).map((k) => line([n[0], c[0], k], [n[0], c[1], k], [n[1], c[1], k])),
  ].join("")
}

interface LabelsProps {
  readonly names: Props["names"]
  readonly axes: Props["axes"]
  readonly size: { readonly n: number; readonly c: number; readonly p: number }
  readonly height: number
}

function Labels({ names: [n, c, p], axes, size, height }: LabelsProps) {
  const left = MARGIN + 30
  const top = MARGIN + size.n * BACK[1]
  return (
    <g className={styles.labels}>
      {n === "" ? null : (
        <text x={left + (size.n * BACK[0]) / 2 - 6} y={top - (size.n * BACK[1]) / 2 - 2} textAnchor="end">
          {n} {axes[0].size}
        </text>
      )}
      <text x={left + (size.c * UNIT) / 2} y={height - 4} textAnchor="middle">
        {c} {axes[1].size}
      </text>
      {p === "" ? null : (
        <text x={left - 6} y={top + (size.p * UNIT) / 2 + 4} textAnchor="end">
          {p} {axes[2].size}
        </text>
      )}
    </g>
  )
}
