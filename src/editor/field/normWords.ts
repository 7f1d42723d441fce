// Which cells share a mean, in words: `all N, H, W of channel 2`.

import { type AxisLetters, axisLabel } from "../../graph/measure/axes/letters.ts"
import type { NormalizedSet } from "../../graph/measure/normalizedSet.ts"
import type { Range } from "../../graph/measure/regions.ts"
import type { Shape } from "../../tensor/tensor.ts"

export function setWords({ ranges, over }: NormalizedSet, letters: AxisLetters): string {
  const whole = over.flatMap((share, axis) => (share === "all" ? [axisLabel(letters, axis)] : []))
  const fixed = ranges.flatMap((range, axis) =>
    over[axis] === "all" ? [] : [indexWords(axisLabel(letters, axis), range)],
  )
  if (whole.length === 0) return `only ${fixed.join(", ")}`
  return fixed.length === 0 ? "all cells" : `all ${whole.join(", ")} of ${fixed.join(", ")}`
}

export function sizeOfSet({ ranges }: NormalizedSet): number {
  return ranges.reduce((product, { from, to }) => product * (to - from + 1), 1)
}

const WORDS: Readonly<Record<string, string>> = {
  N: "sample",
  C: "channel",
  E: "feature",
  F: "feature",
  H: "row",
  W: "column",
  L: "place",
  S: "place",
}

function indexWords(name: string, { from, to }: Range): string {
  const word = WORDS[name] ?? `${name} index`
  return from === to ? `${word} ${from}` : `${word}s ${from}–${to}`
}

/** The same set on a block of samples × channels × everything else: what the last axes hold lies side by side. */
export function blockOf(
  shape: Shape,
  ranges: readonly Range[],
  letters: AxisLetters,
): readonly [BlockAxis, BlockAxis, BlockAxis] {
  const missing = missingAxes(shape, letters)
  const sizes = [...Array.from({ length: missing }, () => 1), ...shape]
  const all = [...Array.from({ length: missing }, () => ({ from: 0, to: 0 })), ...ranges]
  const axis = (at: number): BlockAxis => ({ size: sizes[at] ?? 1, range: all[at] ?? { from: 0, to: 0 } })
  const rest = sizes.slice(2)
  const flat = (end: "from" | "to"): number => rest.reduce((sum, size, i) => sum * size + (all[i + 2]?.[end] ?? 0), 0)
  const size = rest.reduce((product, n) => product * n, 1)
  return [axis(0), axis(1), { size, range: { from: flat("from"), to: flat("to") } }]
}

/** What stands at the three edges of the block. */
export function blockNames(shape: Shape, letters: AxisLetters): readonly [string, string, string] {
  const names = [
    ...Array.from({ length: missingAxes(shape, letters) }, () => ""),
    ...shape.map((_, axis) => axisLabel(letters, axis)),
  ]
  return [names[0] ?? "", names[1] ?? "", names.slice(2).join("·")]
}

/** One example without its batch axis lies in a block of one sample. */
function missingAxes(shape: Shape, letters: AxisLetters): number {
  return letters[0] === "C" ? 1 : Math.max(0, 2 - shape.length)
}

export interface BlockAxis {
  readonly size: number
  readonly range: Range
}
