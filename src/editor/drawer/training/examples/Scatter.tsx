// Examples of two numbers as points, by class, perhaps over a decision surface.

import type { ReactNode } from "react"
import { writeCount } from "../../../../formula/number.ts"
import { clearTicks, linear, linearTicks, type Scale } from "../../charts/axes.ts"
import views from "../styles/views.module.css"
import { classHue } from "./classHues.ts"

export interface Dot {
  readonly x: number
  readonly y: number
  /** Null where there are no classes. */
  readonly group: number | null
  /** Held back. */
  readonly held: boolean
}

export interface ScatterFrame {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

interface Props {
  readonly label: string
  readonly dots: readonly Dot[]
  /** Examples that there are, where not all are drawn. */
  readonly of?: number
  readonly frame: ScatterFrame
  readonly names: readonly string[] | null
  readonly axes: readonly [x: string, y: string]
  readonly width: number
  readonly height: number
  /** Drawn below the points. */
  readonly ground?: (x: Scale, y: Scale) => ReactNode
}

const LEFT = 38
const BOTTOM = 20

export function Scatter({ label, dots, of = dots.length, frame, names, axes, width, height, ground }: Props) {
  const x = linear(...frame.x, LEFT, width - 6)
  const y = linear(...frame.y, height - BOTTOM, 6)
  const groups = [...new Set(dots.map(({ group }) => group))].sort((a, b) => (a ?? 0) - (b ?? 0))
  return (
    <figure className={views.scatter}>
      <svg width={width} height={height} role="img" aria-label={label}>
        {ground?.(x, y)}
        {linearTicks(...frame.y, 4).map(({ at, text }) => (
          <text key={at} x={LEFT - 5} y={y.at(at) + 4} textAnchor="end">
            {text}
          </text>
        ))}
        {clearTicks((count) => linearTicks(...frame.x, count), x, [0, width], 5).map(({ at, text, middle }) => (
          <text key={at} x={middle} y={height - 5} textAnchor="middle">
            {text}
          </text>
        ))}
        <rect x={LEFT} y={6} width={width - 6 - LEFT} height={height - BOTTOM - 6} className={views.box} />
        {dots.map((dot, i) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: an example is its place
            key={i}
            cx={x.at(dot.x)}
            cy={y.at(dot.y)}
            r={dot.held ? 3.2 : 2.6}
            style={{ "--hue": dot.group === null ? "var(--value)" : classHue(dot.group) } as React.CSSProperties}
            data-held={dot.held || undefined}
          />
        ))}
      </svg>
      <figcaption>
        {groups.map((group) =>
          group === null ? null : (
            <span key={group} style={{ "--hue": classHue(group) } as React.CSSProperties} data-dot="">
              {names?.[group] ?? `class ${group}`}
            </span>
          ),
        )}
        {dots.some(({ held }) => held) ? <span data-ring="">validation</span> : null}
        <span>
          horizontal: {axes[0]}, vertical: {axes[1]}
        </span>
        {of > dots.length ? (
          <span>
            {writeCount(dots.length)} of {writeCount(of)} are drawn
          </span>
        ) : null}
      </figcaption>
    </figure>
  )
}

/** A little wider than the points. */
export function frameOf(dots: readonly Dot[]): ScatterFrame {
  const range = (of: (dot: Dot) => number): readonly [number, number] => {
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const dot of dots) {
      from = Math.min(from, of(dot))
      to = Math.max(to, of(dot))
    }
    if (!(from < to)) return Number.isFinite(from) ? [from - 1, from + 1] : [-1, 1]
    const air = 0.08 * (to - from)
    return [from - air, to + air]
  }
  return { x: range(({ x }) => x), y: range(({ y }) => y) }
}
