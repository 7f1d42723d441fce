// RMS of values and gradients from layer to layer on a logarithmic axis: a gradient that vanishes or explodes is seen at
// a glance. Pointing or arrow keys read a layer off; a click or Enter selects it.

import { useMemo, useRef, useState } from "react"
import { cutMiddle } from "../../../formula/cutMiddle.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { nodeName } from "../../../graph/analysis/nodeName.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { currentStep } from "../../../state/player/progress.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { useSession } from "../../../state/session.ts"
import quiet from "../../parts/styles/quiet.module.css"
import { useWidth } from "../../parts/useWidth.ts"
import { decades, linear, type Scale, writePowerOfTen } from "./axes.ts"
import styles from "./charts.module.css"
import { BrokenMarks, LayerLine, LineNames, type Scales } from "./LayerLine.tsx"
import { type LayerPoint, layerPoints } from "./series.ts"

interface Props {
  readonly analysis: Analysis
  readonly result: ShownRun
}

const HEIGHT = 172
const LEFT = 40
const RIGHT = 68
const TOP = 10
const BOTTOM = 22
/** Below the lowest decade, for what is exactly zero. */
const ZERO_LANE = 20

export function LayerChart({ analysis, result }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 480)
  const points = useMemo(() => layerPoints(analysis, result), [analysis, result])
  const [pointed, setPointed] = useState<number | null>(null)
  const selected = useSession((state) => (state.nodes.length === 1 ? state.nodes[0] : undefined))
  const played = usePlayer((state) => currentStep(state)?.node)
  const { select, hover } = useSession.getState()
  const scales = useMemo(() => scalesOf(points, width), [points, width])
  const marked = pointed ?? indexOf(points, played ?? selected)
  const read = (index: number | null) => {
    setPointed(index)
    const point = index === null ? undefined : points[index]
    hover(point === undefined ? null : { node: point.node })
  }
  const pick = (index: number | null) => {
    const point = index === null ? undefined : points[index]
    if (point !== undefined) select({ nodes: [point.node], wires: [] })
  }
  const words = marked === null ? "Point at a layer to read it." : wordsOf(analysis, points[marked])
  return (
    <section className={styles.layers} aria-label="RMS of each layer">
      <header className={styles.head}>
        <h3>RMS by layer</h3>
        <output className={quiet.text}>{words}</output>
      </header>
      <div
        ref={frame}
        className={styles.frame}
        role="slider"
        tabIndex={0}
        aria-label="Layer"
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={marked ?? 0}
        aria-valuetext={words}
        onMouseMove={(event) => read(nearest(event, scales.x, points.length))}
        onMouseLeave={() => read(null)}
        onClick={() => pick(pointed)}
        onBlur={() => read(null)}
        onKeyDown={(event) => {
          const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0
          if (by !== 0) read(Math.min(points.length - 1, Math.max(0, (marked ?? -1) + by)))
          else if (event.key === "Enter") pick(marked)
          else return
          event.preventDefault()
        }}
      >
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <Axes analysis={analysis} points={points} scales={scales} width={width} />
          {marked === null ? null : (
            <line
              className={styles.cursor}
              x1={scales.x.at(marked)}
              x2={scales.x.at(marked)}
              y1={TOP}
              y2={HEIGHT - BOTTOM}
            />
          )}
          <LayerLine points={points} side="value" scales={scales} marked={marked} />
          <LayerLine points={points} side="gradient" scales={scales} marked={marked} />
          <BrokenMarks points={points} scales={scales} />
          <LineNames points={points} scales={scales} left={width - RIGHT + 8} />
        </svg>
      </div>
    </section>
  )
}

function scalesOf(points: readonly LayerPoint[], width: number): Scales {
  const [from, to] = decades(points.flatMap(({ value, gradient }) => [value ?? 0, gradient ?? 0]))
  const end = Math.max(LEFT + 40, width - RIGHT)
  return {
    x: linear(-0.5, Math.max(0.5, points.length - 0.5), LEFT, end),
    y: linear(from, to, HEIGHT - BOTTOM - ZERO_LANE, TOP),
    zero: HEIGHT - BOTTOM - 4,
  }
}

function Axes({
  analysis,
  points,
  scales: { x, y },
  width,
}: {
  readonly analysis: Analysis
  readonly points: readonly LayerPoint[]
  readonly scales: Scales
  readonly width: number
}) {
  const low = usePlayer((state) => state.rules.low.at)
  const high = usePlayer((state) => state.rules.high.at)
  const every = Math.max(1, Math.ceil((y.to - y.from) / 7))
  const powers = Array.from({ length: y.to - y.from + 1 }, (_, i) => y.from + i).filter((p) => p % every === 0)
  const spacing = Math.abs(x.at(1) - x.at(0))
  const stride = Math.max(1, Math.ceil(46 / spacing))
  return (
    <g className={styles.axes}>
      {powers.map((power) => (
        <g key={power}>
          <line x1={LEFT} x2={width - RIGHT} y1={y.at(power)} y2={y.at(power)} />
          <text x={LEFT - 6} y={y.at(power) + 4} textAnchor="end">
            {writePowerOfTen(power)}
          </text>
        </g>
      ))}
      {[low, high].map((rms) => {
        const place = Math.log10(rms)
        if (!(place > y.from && place < y.to)) return null
        return (
          <line key={rms} className={styles.threshold} x1={LEFT} x2={width - RIGHT} y1={y.at(place)} y2={y.at(place)} />
        )
      })}
      <text x={LEFT - 6} y={HEIGHT - BOTTOM} textAnchor="end">
        0
      </text>
      {points.map(({ node }, i) =>
        i % stride === 0 ? (
          <text key={node} x={x.at(i)} y={HEIGHT - 6} textAnchor="middle">
            {cutMiddle(nodeName(analysis, node), (stride * spacing) / 6.4)}
          </text>
        ) : null,
      )}
    </g>
  )
}

function nearest(event: React.MouseEvent, x: Scale, count: number): number | null {
  const at = event.clientX - event.currentTarget.getBoundingClientRect().left
  const index = Math.round((at - x.at(0)) / (x.at(1) - x.at(0)))
  return index >= 0 && index < count ? index : null
}

function indexOf(points: readonly LayerPoint[], node: string | undefined): number | null {
  const index = points.findIndex((point) => point.node === node)
  return index < 0 ? null : index
}

function wordsOf(analysis: Analysis, point: LayerPoint | undefined): string {
  if (point === undefined) return ""
  const { node, said, broken } = point
  const warned = broken === "" ? "" : ` (${broken})`
  return `${nodeName(analysis, node)}: value ${said.value}, gradient ${said.gradient}${warned}`
}
