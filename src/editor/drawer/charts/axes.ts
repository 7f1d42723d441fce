// Scales and ticks of the charts.

import { writeNumber } from "../../../formula/number.ts"
import { textWidth } from "../../../graph/drawing/text/textWidth.ts"

export interface Scale {
  readonly from: number
  readonly to: number
  /** Pixels of both ends. */
  readonly at: (x: number) => number
}

export function linear(from: number, to: number, start: number, end: number): Scale {
  const width = to - from || 1
  return { from, to, at: (x) => start + ((x - from) / width) * (end - start) }
}

/** About `count` round numbers within a range: steps of 1, 2 or 5 times a power of ten. */
export function ticks(from: number, to: number, count: number): readonly number[] {
  const width = to - from
  if (!(width > 0) || !Number.isFinite(width)) return [from]
  const rough = width / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? 10 * power
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Whole decades around positive numbers, at least two of them; [−1, 1] where there are none. */
export function decades(numbers: readonly number[]): readonly [from: number, to: number] {
  const logs = numbers.filter((x) => x > 0 && Number.isFinite(x)).map(Math.log10)
  if (logs.length === 0) return [-1, 1]
  const from = Math.floor(Math.min(...logs) + 1e-9)
  const to = Math.ceil(Math.max(...logs) - 1e-9)
  return to - from >= 2 ? [from, to] : [from - 1, Math.max(to, from + 1)]
}

/** `10⁻³` for −3. */
export function writePowerOfTen(exponent: number): string {
  const digits = [...String(exponent)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]))
  return exponent === 0 ? "1" : exponent === 1 ? "10" : `10${digits.join("")}`
}

/** A mark of an axis and what is written there. */
export interface Tick {
  /** In the axis's own measure: log₁₀ where it is logarithmic. */
  readonly at: number
  readonly text: string
}

/** Round numbers with as many digits as tell them from each other. */
export function linearTicks(from: number, to: number, count: number): readonly Tick[] {
  const all = ticks(from, to, count)
  const isTold = (digits: number): boolean => new Set(all.map((at) => writeNumber(at, digits))).size === all.length
  const digits = [3, 4, 5, 6, 8, 10].find(isTold) ?? 12
  return all.map((at) => ({ at, text: writeNumber(at, digits) }))
}

/** Size of the words at an axis, and what stays free between two of them, in pixels. */
export const TICK_SIZE = 11
const APART = 8

/** A mark with the place of the middle of its words. */
export interface PlacedTick extends Tick {
  readonly middle: number
}

/**
 * Marks along a lying axis whose words stand clear of each other and are whole between two edges, in pixels: as many as
 * `ask` gives for up to `most`, at least two where there is room. Words at an edge move in.
 */
export function clearTicks(
  ask: (count: number) => readonly Tick[],
  { at }: Scale,
  [low, high]: readonly [low: number, high: number],
  most: number,
): readonly PlacedTick[] {
  const counts = [...Array.from({ length: most }, (_, i) => most - i), most + 1, most + 2, most + 4]
  let best: readonly PlacedTick[] = []
  for (const count of counts) {
    const placed = ask(count).map((tick) => {
      const half = textWidth(tick.text, TICK_SIZE) / 2
      return { ...tick, middle: Math.min(high - half, Math.max(low + half, at(tick.at))) }
    })
    if (!isClear(placed, low) || placed.length <= best.length) continue
    best = placed
    if (best.length > 1) return best
  }
  return best
}

function isClear(placed: readonly PlacedTick[], low: number): boolean {
  let free = low
  for (const { middle, text } of placed) {
    const half = textWidth(text, TICK_SIZE) / 2
    if (middle - half < free - 1e-6) return false
    free = middle + half + APART
  }
  return true
}
