// What the pools share: a window of a kind that slides over planes, or windows that adapt so that the output has a given
// size; their shapes, problems and words, and the spans that the loops walk.

import type { HeightWidth } from "../../../tensor/conv/phase.ts"
import { adaptiveSpans, type Spans, slidingSpans } from "../../../tensor/conv/pool.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { type AttrSpec, type Json, pair, type Read } from "../../attributes/attrs.ts"
import type { ShapeProblem } from "../../op.ts"
import type { ReceptiveField, Window } from "../../window.ts"
import {
  pairWords,
  phrase,
  placesOf,
  planesOf,
  rankProblem,
  type Sliding,
  type SpatialAxes,
  sizeWords,
  slidSize,
  windowField,
  windowProblem,
  withPlanes,
} from "./spatial.ts"

/** Attributes of a sliding pool; lengths as pairs, height 1 in one dimension. */
export interface PoolSettings {
  readonly kind: string
  readonly axes: SpatialAxes
  readonly kernel: HeightWidth
  /** `null`: the kernel's size. */
  readonly stride: HeightWidth | null
  readonly padding: HeightWidth
  readonly dilation: HeightWidth
  readonly ceil: boolean
}

function slidingOf({ kernel, stride, padding, dilation, ceil }: PoolSettings): Sliding {
  const [top, left] = padding
  return {
    kernel,
    stride: stride ?? kernel,
    dilation,
    ceil,
    padding: [
      [top, top],
      [left, left],
    ],
  }
}

export function poolShape(
  pool: PoolSettings,
  input: Shape,
): { readonly output: Shape } | ShapeProblem<"input" | "padding" | "kernel_size"> {
  const problem =
    rankProblem(pool.kind, input, pool.axes) ??
    halfProblem(pool) ??
    windowProblem(planesOf(input, pool.axes).size, slidingOf(pool), pool.axes)
  return problem ?? { output: pooledShape(pool, input) }
}

function halfProblem({ kernel, padding }: PoolSettings): ShapeProblem<"padding"> | null {
  for (const axis of [0, 1] as const) {
    const most = Math.floor(kernel[axis] / 2)
    if (padding[axis] <= most) continue
    const found = String(padding[axis])
    const sentence = `padding (${found}) may be at most half of kernel_size (${kernel[axis]}/2 = ${kernel[axis] / 2}); use at most ${most} or a larger kernel.`
    return { at: "padding", sentence, found, expected: `at most ${most}` }
  }
  return null
}

/** The output's shape, where there is no problem. */
export function pooledShape(pool: PoolSettings, input: Shape): Shape {
  const { channels, size } = planesOf(input, pool.axes)
  return withPlanes(input, pool.axes, channels, slidSize(size, slidingOf(pool)))
}

/** The windows of a sliding pool: rows, then columns. */
export function poolSpans(pool: PoolSettings, input: Shape): readonly [Spans, Spans] {
  const { size } = planesOf(input, pool.axes)
  const output = slidSize(size, slidingOf(pool))
  const along = (axis: 0 | 1) =>
    slidingSpans(size[axis], output[axis], {
      kernel: pool.kernel[axis],
      stride: (pool.stride ?? pool.kernel)[axis],
      padding: pool.padding[axis],
      dilation: pool.dilation[axis],
    })
  return [along(0), along(1)]
}

export function poolField(pool: PoolSettings): ReceptiveField {
  return windowField(slidingOf(pool), pool.axes)
}

/**
 * Numbers that formulas speak of; `p`, `s`, `d` are those of the height, or of the length in one dimension. `e`: by how many
 * cells the last window may hang over (stride − 1 with ceil_mode, unless it would then start outside the input).
 */
export function poolSymbols(pool: PoolSettings, input: Shape, output: Shape) {
  const { batch, channels, size } = planesOf(input, pool.axes)
  const [oh, ow] = planesOf(output, pool.axes).size
  const axis = pool.axes === 1 ? 1 : 0
  const sliding = slidingOf(pool)
  const hangs = placesOf(size[axis], sliding, axis) > placesOf(size[axis], { ...sliding, ceil: false }, axis)
  const s = sliding.stride[axis]
  const slide = { p: pool.padding[axis], s, d: pool.dilation[axis], e: hangs ? s - 1 : 0 }
  return { n: batch, c: channels, h: size[0], w: size[1], oh, ow, kh: pool.kernel[0], kw: pool.kernel[1], ...slide }
}

/** `2×2`, `3×3, stride 2, pad 1`. */
export function poolCaption(pool: PoolSettings): string {
  const same = pool.stride === null || (pool.stride[0] === pool.kernel[0] && pool.stride[1] === pool.kernel[1])
  return phrase([
    sizeWords(pool.kernel, pool.axes),
    same ? "" : pairWords("stride", pool.stride ?? pool.kernel, pool.axes, 0),
    pairWords("pad", pool.padding, pool.axes, 0),
    pairWords("dilation", pool.dilation, pool.axes, 1),
    pool.ceil ? "ceil" : "",
  ])
}

/** Indices lie as the output does. */
export function withIndices<I, T>({
  inputs,
  outputs,
}: {
  readonly inputs: I
  readonly outputs: { readonly output: T }
}) {
  return { inputs, outputs: { output: outputs.output, indices: outputs.output } }
}

// ---- Pools that adapt -----------------------------------------------------------------------------------------------

type Sizes = readonly [number | null, number | null]

const given = pair({ doc: "Height and width of the output; null keeps the input's.", initial: 1, min: 1 })

/** Height and width of the output; `null` in place of one keeps the input's. */
export const outputSize: AttrSpec<Sizes> = {
  ...given,
  read: (raw): Read<Sizes> => {
    const sizes: readonly Json[] = Array.isArray(raw) ? raw : [raw, raw]
    const read = given.read(sizes.map((size) => size ?? 1))
    if ("problem" in read) return read
    return { value: [sizes[0] === null ? null : read.value[0], sizes[1] === null ? null : read.value[1]] }
  },
}

/** Attributes of a pool that adapts. */
export interface AdaptiveSettings {
  readonly kind: string
  readonly axes: SpatialAxes
  readonly output: Sizes
}

function adaptedSize({ axes, output }: AdaptiveSettings, input: Shape): HeightWidth {
  const { size } = planesOf(input, axes)
  return [output[0] ?? size[0], output[1] ?? size[1]]
}

export function adaptiveShape(
  pool: AdaptiveSettings,
  input: Shape,
): { readonly output: Shape } | ShapeProblem<"input"> {
  return rankProblem(pool.kind, input, pool.axes) ?? { output: adaptedShape(pool, input) }
}

/** The output's shape, where there is no problem. */
export function adaptedShape(pool: AdaptiveSettings, input: Shape): Shape {
  return withPlanes(input, pool.axes, planesOf(input, pool.axes).channels, adaptedSize(pool, input))
}

/** The windows of an adaptive pool: rows, then columns. */
export function adaptivePoolSpans(pool: AdaptiveSettings, input: Shape): readonly [Spans, Spans] {
  const { size } = planesOf(input, pool.axes)
  const output = adaptedSize(pool, input)
  return [adaptiveSpans(size[0], output[0]), adaptiveSpans(size[1], output[1])]
}

/** All of the input for output size 1. Else a window that is exact where the output's size divides the input's. */
export function adaptiveField(pool: AdaptiveSettings, input: Shape): ReceptiveField {
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
  const slack = 1 - divisor(size, output) / output
  return { size: [ratio + 2 * slack], stride: [ratio], start: [0 - slack] }
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

/** `n`, `c`, `h`, `w` of the input, and the output's `oh`, `ow`. */
export function adaptiveSymbols(pool: AdaptiveSettings, input: Shape) {
  const { batch, channels, size } = planesOf(input, pool.axes)
  const [oh, ow] = adaptedSize(pool, input)
  return { n: batch, c: channels, h: size[0], w: size[1], oh, ow }
}

/** `to 1×1`; a size that is kept is a dash. */
export function adaptiveCaption({ axes, output }: AdaptiveSettings): string {
  return `to ${output
    .slice(2 - axes)
    .map((size) => size ?? "–")
    .join("×")}`
}
