// A pool whose window slides over planes: its shapes, problems and words, and the spans that the loops walk.

import type { HeightWidth } from "../../../tensor/conv/phase.ts"
import { type Spans, slidingSpans } from "../../../tensor/conv/pool.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { ShapeProblem } from "../../op.ts"
import type { ReceptiveField } from "../../window.ts"
import type { Planar, PoolWindows } from "./pooling.ts"
import { type Sliding, slidSize, windowField, windowPlaces, windowProblem } from "./slidingWindow.ts"
import { pairWords, phrase, planesOf, rankProblem, sizeWords, symbolsAlong, withPlanes } from "./spatial.ts"

/** Attributes of a sliding pool; lengths as pairs, height 1 in one dimension. */
export interface SlidingSettings {
  readonly kernel: HeightWidth
  /** `null`: the kernel's size. */
  readonly stride: HeightWidth | null
  readonly padding: HeightWidth
  readonly dilation: HeightWidth
  readonly ceil: boolean
}
type PoolSettings = Planar & SlidingSettings

function slidingOf({ kernel, stride, padding, dilation, ceil }: SlidingSettings): Sliding {
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

function poolShape(
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
function pooledShape(pool: PoolSettings, input: Shape): Shape {
  const { channels, size } = planesOf(input, pool.axes)
  return withPlanes(input, pool.axes, channels, slidSize(size, slidingOf(pool)))
}

/** The windows of a sliding pool: rows, then columns. */
function poolSpans(pool: PoolSettings, input: Shape): readonly [Spans, Spans] {
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

function poolField(pool: PoolSettings): ReceptiveField {
  return windowField(slidingOf(pool), pool.axes)
}

/**
 * Numbers that formulas speak of; `p`, `s`, `d` are those of the height, or of the length in one dimension. `e`: by how many
 * cells the last window may hang over (stride − 1 with ceil_mode, unless it would then start outside the input).
 */
function poolSymbols(pool: PoolSettings, input: Shape, output: Shape) {
  const { batch, channels, size } = planesOf(input, pool.axes)
  const [oh, ow] = planesOf(output, pool.axes).size
  const axis = pool.axes === 1 ? 1 : 0
  const sliding = slidingOf(pool)
  const hangs = windowPlaces(size[axis], sliding, axis) > windowPlaces(size[axis], { ...sliding, ceil: false }, axis)
  const s = sliding.stride[axis]
  const slide = { p: pool.padding[axis], s, d: pool.dilation[axis], e: hangs ? s - 1 : 0 }
  const [kh, kw] = pool.kernel
  return symbolsAlong(pool.axes, { n: batch, c: channels, h: size[0], w: size[1], oh, ow, kh, kw, ...slide })
}

/** `2×2`, `3×3, stride 2, pad 1`. */
function poolCaption(pool: PoolSettings): string {
  const same = pool.stride === null || (pool.stride[0] === pool.kernel[0] && pool.stride[1] === pool.kernel[1])
  return phrase([
    sizeWords(pool.kernel, pool.axes),
    same ? "" : pairWords("stride", pool.stride ?? pool.kernel, pool.axes, 0),
    pairWords("pad", pool.padding, pool.axes, 0),
    pairWords("dilation", pool.dilation, pool.axes, 1),
    pool.ceil ? "ceil" : "",
  ])
}

/** Windows that slide. */
export const slidingWindows: PoolWindows<SlidingSettings, "padding" | "kernel_size"> = {
  shape: poolShape,
  output: pooledShape,
  spans: poolSpans,
  field: poolField,
  symbols: poolSymbols,
  caption: poolCaption,
}
