// Scales and ticks of the charts.

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
