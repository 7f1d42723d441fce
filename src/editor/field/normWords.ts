// Which cells share a mean, in words: `all N, H, W of channel 2`.

import type { NormalizedSet } from "../../graph/normalizedSet.ts"
import type { Range } from "../../graph/regions.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { axisNames } from "../tensor/slice.ts"

/** Names of the axes of what a normalisation takes; InstanceNorm2d takes single images too. */
export function normAxes(kind: string, shape: Shape): readonly string[] {
  return kind === "InstanceNorm2d" && shape.length === 3 ? ["C", "H", "W"] : axisNames(shape)
}

export function setWords({ ranges, over }: NormalizedSet, names: readonly string[]): string {
  const whole = names.filter((_, axis) => over[axis] === "all")
  const fixed = ranges.flatMap((range, axis) => (over[axis] === "all" ? [] : [indexWords(names[axis] ?? "", range)]))
  if (whole.length === 0) return `only ${fixed.join(", ")}`
  return fixed.length === 0 ? "all cells" : `all ${whole.join(", ")} of ${fixed.join(", ")}`
}

export function sizeOfSet({ ranges }: NormalizedSet): number {
  return ranges.reduce((product, { from, to }) => product * (to - from + 1), 1)
}

function indexWords(name: string, { from, to }: Range): string {
  const word = { N: "sample", C: "channel", H: "row", W: "column", L: "place" }[name] ?? `${name} index`
  return from === to ? `${word} ${from}` : `${word}s ${from}–${to}`
}

/** The same set on a block of N × C × everything else: what the last axes hold lies side by side. */
export function blockOf(
  shape: Shape,
  ranges: readonly Range[],
  kind: string,
): readonly [BlockAxis, BlockAxis, BlockAxis] {
  const missing = kind === "InstanceNorm2d" && shape.length === 3 ? 1 : Math.max(0, 2 - shape.length)
  const sizes = [...Array.from({ length: missing }, () => 1), ...shape]
  const all = [...Array.from({ length: missing }, () => ({ from: 0, to: 0 })), ...ranges]
  const axis = (at: number): BlockAxis => ({ size: sizes[at] ?? 1, range: all[at] ?? { from: 0, to: 0 } })
  const rest = sizes.slice(2)
  const flat = (end: "from" | "to"): number => rest.reduce((sum, size, i) => sum * size + (all[i + 2]?.[end] ?? 0), 0)
  const size = rest.reduce((product, n) => product * n, 1)
  return [axis(0), axis(1), { size, range: { from: flat("from"), to: flat("to") } }]
}

export interface BlockAxis {
  readonly size: number
  readonly range: Range
}
