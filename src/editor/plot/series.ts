// Lines of a plot as plain numbers: smoothed, thinned to what a screen can show, and the range that they span.

import { csvText } from "../../formats/csv.ts"

export interface PlotPoint {
  readonly x: number
  readonly y: number
  /** Edges of a band around the line. */
  readonly low?: number
  readonly high?: number
}

export interface Series {
  readonly id: string
  readonly name: string
  readonly points: readonly PlotPoint[]
  /** Values speak in one hue, gradients in another, examples held back in a third; what was there before is grey. */
  readonly family: "value" | "gradient" | "held" | "before"
  readonly dashed?: boolean
  /** Points are marked one by one and joined by the line. */
  readonly marked?: boolean
  /** A line through the marks that stands for a rule (a fitted slope): thin, and not among what is read off. */
  readonly rule?: boolean
}

export interface Extent {
  readonly x: readonly [from: number, to: number]
  readonly y: readonly [from: number, to: number]
}

/**
 * Exponential moving average with the weight of the missing past taken out, as in TensorBoard:
 * m ← s·m + (1 − s)·y, shown m / (1 − sᵗ). 0 leaves the points as they are.
 */
export function smoothed(points: readonly PlotPoint[], amount: number): readonly PlotPoint[] {
  if (amount <= 0) return points
  let mean = 0
  let weight = 0
  return points.map(({ x, y }) => {
    if (!Number.isFinite(y)) return { x, y }
    mean = amount * mean + (1 - amount) * y
    weight = amount * weight + (1 - amount)
    return { x, y: mean / weight }
  })
}

/** At most about `most` points: of each stretch the lowest and the highest stay, so that no peak is lost. */
export function thinned(points: readonly PlotPoint[], most: number): readonly PlotPoint[] {
  if (points.length <= most) return points
  const stretch = Math.ceil((2 * points.length) / most)
  const kept: PlotPoint[] = []
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch)
    const low = part.reduce((a, b) => (b.y < a.y ? b : a))
    const high = part.reduce((a, b) => (b.y > a.y ? b : a))
    kept.push(...(low === high ? [low] : low.x < high.x ? [low, high] : [high, low]))
  }
  return kept
}

/** What can stand on an axis: finite, and positive where the axis is logarithmic. */
export function shown(value: number, log: boolean): boolean {
  return Number.isFinite(value) && (!log || value > 0)
}

/** The range of all points in the axes' own measure (log₁₀ where logarithmic), or null where nothing can be shown. */
export function extentOf(series: readonly Series[], logX: boolean, logY: boolean): Extent | null {
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let [low, high] = [left, right]
  const take = (x: number, y: number | undefined): void => {
    if (y === undefined || !shown(y, logY)) return
    left = Math.min(left, x)
    right = Math.max(right, x)
    low = Math.min(low, y)
    high = Math.max(high, y)
  }
  for (const { points } of series) {
    for (const point of points) {
      if (!shown(point.x, logX)) continue
      take(point.x, point.y)
      take(point.x, point.low)
      take(point.x, point.high)
    }
  }
  if (left > right) return null
  const [x, y] = [
    [measure(left, logX), measure(right, logX)],
    [measure(low, logY), measure(high, logY)],
  ] as const
  return { x: widened(...x, 0), y: widened(...y, logY ? 0.04 : 0.06) }
}

export function measure(value: number, log: boolean): number {
  return log ? Math.log10(value) : value
}

/** Some air above and below; a single value gets a range of its own. */
function widened(from: number, to: number, air: number): readonly [number, number] {
  if (from === to) return [from - (Math.abs(from) / 10 || 0.5), to + (Math.abs(to) / 10 || 0.5)]
  const more = (to - from) * air
  return [from - more, to + more]
}

/** The index of the point whose x is nearest, or −1. Points are in ascending order of x. */
export function nearestIndex(points: readonly PlotPoint[], x: number): number {
  let low = 0
  let high = points.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.x ?? 0) < x) low = middle + 1
    else high = middle
  }
  const [before, after] = [points[low - 1], points[low]]
  if (before !== undefined && after !== undefined && x - before.x < after.x - x) return low - 1
  return after === undefined ? -1 : low
}

/** Lines beside each other as CSV: x, then one column a line (and the edges of its band). Numbers in full. */
export function seriesCsv(series: readonly Series[], xName: string): string {
  const rows = new Map<number, (number | undefined)[]>()
  const heads: string[] = [xName]
  let column = 0
  for (const { name, points, rule } of series) {
    if (rule) continue
    const band = points.some(({ low }) => low !== undefined)
    heads.push(name, ...(band ? [`${name} low`, `${name} high`] : []))
    for (const { x, y, low, high } of points) {
      const row = rows.get(x) ?? []
      row[column] = y
      if (band) [row[column + 1], row[column + 2]] = [low, high]
      rows.set(x, row)
    }
    column += band ? 3 : 1
  }
  const lines = [...rows].sort(([a], [b]) => a - b).map(([x, row]) => [x, ...cells(row, column)])
  return csvText([heads, ...lines])
}

function cells(row: readonly (number | undefined)[], count: number): readonly (string | number)[] {
  return Array.from({ length: count }, (_, i) => row[i] ?? "")
}
