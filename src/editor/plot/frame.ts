// Where the points of a plot lie on the screen, and the paths through them.

import { textWidth } from "../../graph/drawing/text/textWidth.ts"
import { linear, type Scale, TICK_SIZE, type Tick } from "../drawer/charts/axes.ts"
import { axisTicks } from "./axisTicks.ts"
import { type Extent, measure, type PlotPoint, shown } from "./series.ts"

export interface Frame {
  readonly x: Scale
  readonly y: Scale
  readonly logX: boolean
  readonly logY: boolean
  readonly left: number
  readonly bottom: number
  readonly right: number
  /** Of the upright axis. */
  readonly marks: readonly Tick[]
  /** The name of the lying axis stands under its numbers: beside them it would be cut. */
  readonly under: boolean
}

/** Room for the words of the upright axis, in pixels, if they are short. */
const LEAST_LEFT = 46
export const TOP = 8
const BOTTOM = 22
/** Height of a line of words. */
const LINE = 14
/** From the end of the lines to the name of the lying axis beside its numbers. */
export const NAME_GAP = 22

/** In pixels; `end`: where the lines end. */
export function frameOf(
  extent: Extent,
  { logX, logY, xName }: { readonly logX: boolean; readonly logY: boolean; readonly xName: string },
  { width, height, end }: { readonly width: number; readonly height: number; readonly end: number },
): Frame {
  const { marks, room: left } = uprightTicks(extent, logY)
  const right = Math.max(left + 40, end)
  const under = right + NAME_GAP + textWidth(xName, TICK_SIZE) > width
  const bottom = height - BOTTOM - (under ? LINE : 0)
  return {
    x: linear(...extent.x, left + 4, right),
    y: linear(...extent.y, bottom, TOP),
    logX,
    logY,
    left,
    bottom,
    right,
    marks,
    under,
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

/** What the upright axis says, and the room that its words take at the left. */
function uprightTicks(extent: Extent, logY: boolean): { readonly marks: readonly Tick[]; readonly room: number } {
  const marks = axisTicks(...extent.y, logY, 4)
  return { marks, room: Math.ceil(Math.max(LEAST_LEFT, ...marks.map(({ text }) => textWidth(text, TICK_SIZE) + 10))) }
}
