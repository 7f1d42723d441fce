// Where the points of a plot lie on the screen, and the paths through them.

import { linear, type Scale } from "../drawer/charts/axes.ts"
import { type Extent, measure, type PlotPoint, shown } from "./series.ts"

export interface Frame {
  readonly x: Scale
  readonly y: Scale
  readonly logX: boolean
  readonly logY: boolean
  readonly bottom: number
  readonly right: number
}

/** Room for the words of the upright axis, in pixels. */
export const LEFT = 46
export const TOP = 8
const BOTTOM = 22

/** `end`: where the lines end, in pixels. */
export function frameOf(extent: Extent, logX: boolean, logY: boolean, end: number, height: number): Frame {
  const right = Math.max(LEFT + 40, end)
  const bottom = height - BOTTOM
  return {
    x: linear(...extent.x, LEFT + 4, right),
    y: linear(...extent.y, bottom, TOP),
    logX,
    logY,
    bottom,
    right,
  }
}

export function xOf({ x }: PlotPoint, frame: Frame): number {
  return frame.x.at(measure(x, frame.logX))
}

export function yOf(y: number, frame: Frame): number {
  return frame.y.at(measure(y, frame.logY))
}

/** What cannot be shown leaves a gap. */
export function linePath(points: readonly PlotPoint[], frame: Frame): string {
  let path = ""
  let open = false
  for (const point of points) {
    const seen = shown(point.x, frame.logX) && shown(point.y, frame.logY)
    if (seen) path += `${open ? "L" : "M"}${xOf(point, frame).toFixed(1)} ${yOf(point.y, frame).toFixed(1)}`
    open = seen
  }
  return path
}

export function bandPath(points: readonly PlotPoint[], frame: Frame): string {
  const edges = points.flatMap((point) => {
    const { low, high } = point
    if (low === undefined || high === undefined || !shown(high, frame.logY)) return []
    return [
      { x: xOf(point, frame), top: yOf(high, frame), bottom: shown(low, frame.logY) ? yOf(low, frame) : frame.bottom },
    ]
  })
  if (edges.length < 2) return ""
  const there = edges.map(({ x, top }) => `${x.toFixed(1)} ${top.toFixed(1)}`)
  const back = edges.toReversed().map(({ x, bottom }) => `${x.toFixed(1)} ${bottom.toFixed(1)}`)
  return `M${[...there, ...back].join("L")}Z`
}
