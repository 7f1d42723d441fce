// A pool whose windows adapt so that the output has a given size: its shapes and words, and the spans that the loops walk.

import type { HeightWidth } from "../../../tensor/conv/phase.ts"
import { adaptiveSpans, type Spans } from "../../../tensor/conv/pool.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { type AttrSpec, type Json, pair, type Read } from "../../attributes/attrs.ts"
import type { ShapeProblem } from "../../op.ts"
import type { ReceptiveField, Window } from "../../window.ts"
import type { Planar, PoolWindows } from "./pooling.ts"
import { commonDivisor, planesOf, rankProblem, withPlanes } from "./spatial.ts"

/** Height and width; `null` keeps the input's. */
type OutputSize = readonly [number | null, number | null]

const given = pair({ doc: "Height and width of the output; null keeps the input's.", initial: 1, min: 1 })

/** Height and width of the output; `null` in place of one keeps the input's. */
export const outputSize: AttrSpec<OutputSize> = {
  ...given,
  read: (raw): Read<OutputSize> => {
    const sizes: readonly Json[] = Array.isArray(raw) ? raw : [raw, raw]
    const read = given.read(sizes.map((size) => size ?? 1))
    if ("problem" in read) return read
    return { value: [sizes[0] === null ? null : read.value[0], sizes[1] === null ? null : read.value[1]] }
  },
}

/** Attributes of a pool that adapts. */
interface OutputSettings {
  readonly output: OutputSize
}
type AdaptiveSettings = Planar & OutputSettings

function adaptedSize({ axes, output }: AdaptiveSettings, input: Shape): HeightWidth {
  const { size } = planesOf(input, axes)
  return [output[0] ?? size[0], output[1] ?? size[1]]
}

function adaptiveShape(pool: AdaptiveSettings, input: Shape): { readonly output: Shape } | ShapeProblem<"input"> {
  return rankProblem(pool.kind, input, pool.axes) ?? { output: adaptedShape(pool, input) }
}

/** The output's shape, where there is no problem. */
function adaptedShape(pool: AdaptiveSettings, input: Shape): Shape {
  return withPlanes(input, pool.axes, planesOf(input, pool.axes).channels, adaptedSize(pool, input))
}

/** The windows of an adaptive pool: rows, then columns. */
function adaptivePoolSpans(pool: AdaptiveSettings, input: Shape): readonly [Spans, Spans] {
  const { size } = planesOf(input, pool.axes)
  const output = adaptedSize(pool, input)
  return [adaptiveSpans(size[0], output[0]), adaptiveSpans(size[1], output[1])]
}

/** All of the input for output size 1. Else a window that is exact where the output's size divides the input's. */
function adaptiveField(pool: AdaptiveSettings, input: Shape): ReceptiveField {
  const output = adaptedSize(pool, input)
  if (output.every((n) => n === 1)) return "global"
  const { size } = planesOf(input, pool.axes)
  const along = ([0, 1] as const).slice(2 - pool.axes).map((axis) => adaptiveWindow(size[axis], output[axis]))
  return {
    size: along.flatMap((window) => window.size),
    stride: along.flatMap((window) => window.stride),
    start: along.flatMap((window) => window.start),
  }
}

/** ⌊o·r⌋ … ⌈(o + 1)·r⌉ − 1 lies within a real window of stride r = size/output: rounding moves each end by at most 1 − 1/q. */
function adaptiveWindow(size: number, output: number): Window {
  const ratio = size / output
  const slack = 1 - commonDivisor(size, output) / output
  return { size: [ratio + 2 * slack], stride: [ratio], start: [0 - slack] }
}

/** `n`, `c`, `h`, `w` of the input, and the output's `oh`, `ow`. */
function adaptiveSymbols(pool: AdaptiveSettings, input: Shape) {
  const { batch, channels, size } = planesOf(input, pool.axes)
  const [oh, ow] = adaptedSize(pool, input)
  return { n: batch, c: channels, h: size[0], w: size[1], oh, ow }
}

/** `to 1×1`; a size that is kept is a dash. */
function adaptiveCaption({ axes, output }: AdaptiveSettings): string {
  return `to ${output
    .slice(2 - axes)
    .map((size) => size ?? "–")
    .join("×")}`
}

/** Windows that adapt. */
export const adaptiveWindows: PoolWindows<OutputSettings, "output_size"> = {
  shape: adaptiveShape,
  output: adaptedShape,
  spans: adaptivePoolSpans,
  field: adaptiveField,
  symbols: adaptiveSymbols,
  caption: adaptiveCaption,
}
