// A transposed convolution along one axis or two: its shapes, its words and what it does with tensors. A transposed convolution is the convolution from its output to its input,
// run backwards: each input cell paints a copy of the filter, scaled by its number, and copies add where they overlap.

import type { FastTransposed } from "../../../kernels/fast.ts"
import { convolve, convolveTransposed, convolveWeight } from "../../../tensor/conv/conv.ts"
import type { Convolution, HeightWidth } from "../../../tensor/conv/phase.ts"
import { convProducts } from "../../../tensor/conv/products.ts"
import type { Shape, Tensor } from "../../../tensor/tensor.ts"
import type { ShapeProblem } from "../../op.ts"
import type { PortCell, Product } from "../../port.ts"
import type { ReceptiveField } from "../../window.ts"
import { biasTerms, isEasilySplit } from "./convRules.ts"
import { groupsProblem } from "./convShapes.ts"
import {
  imagesOf,
  pairWords,
  phrase,
  planesOf,
  rankProblem,
  roomProblem,
  type SpatialAxes,
  sizeWords,
  symbolsAlong,
  withPlanes,
} from "./spatial.ts"

/** Attributes as they are read; lengths as pairs, height 1 in one dimension. */
export interface TransposedSettings {
  readonly kind: string
  readonly axes: SpatialAxes
  /** Output channels. */
  readonly filters: number
  readonly kernel: HeightWidth
  readonly stride: HeightWidth
  readonly padding: HeightWidth
  readonly outputPadding: HeightWidth
  readonly dilation: HeightWidth
  readonly groups: number
  readonly bias: boolean
}

/** Attributes that a problem may lie at. */
export type TransposedAttr = "input" | "out_channels" | "groups" | "output_padding" | "padding"

export function transposedShape(
  conv: TransposedSettings,
  input: Shape,
): { readonly output: Shape } | ShapeProblem<TransposedAttr> {
  const { channels, size } = planesOf(input, conv.axes)
  const problem = rankProblem(conv.kind, input, conv.axes) ?? groupsProblem(channels, conv.filters, conv.groups)
  if (problem !== null) return problem
  const shapeless = emptyProblem(conv, size)
  const first =
    outputPaddingProblem(conv) ??
    shapeless ??
    roomProblem(conv.filters / conv.groups, paintedSize(conv, size), conv.axes)
  // Filters are counted from channels and kernel, whatever is left of the output.
  if (first !== null && shapeless !== null) return { ...first, learnsAlike: true }
  const outputs = { output: outputShape(conv, input) }
  return first === null ? outputs : { ...first, outputs }
}

function outputShape(conv: TransposedSettings, input: Shape): Shape {
  const { size } = planesOf(input, conv.axes)
  return withPlanes(input, conv.axes, conv.filters, [outputLength(conv, size, 0), outputLength(conv, size, 1)])
}

/** (h − 1)·s + d·(k − 1) + 1 + output padding: all that is painted, before `padding` is cut off. */
function paintedSize({ kernel, stride, dilation, outputPadding }: TransposedSettings, size: HeightWidth): HeightWidth {
  const along = (axis: 0 | 1) =>
    (size[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1 + outputPadding[axis]
  return [along(0), along(1)]
}

/** (h − 1)·s − 2p + d·(k − 1) + output padding + 1. */
function outputLength(conv: TransposedSettings, size: HeightWidth, axis: 0 | 1): number {
  return paintedSize(conv, size)[axis] - 2 * conv.padding[axis]
}

function outputPaddingProblem(conv: TransposedSettings): ShapeProblem<"output_padding"> | null {
  for (const axis of [0, 1] as const) {
    const found = conv.outputPadding[axis]
    const below = Math.max(conv.stride[axis], conv.dilation[axis])
    if (found < below) continue
    const sentence =
      `output_padding (${found}) must be less than the larger of stride (${conv.stride[axis]}) and ` +
      `dilation (${conv.dilation[axis]}); use at most ${below - 1}.`
    return { at: "output_padding", sentence, found: String(found), expected: `at most ${below - 1}` }
  }
  return null
}

function emptyProblem(conv: TransposedSettings, size: HeightWidth): ShapeProblem<"padding"> | null {
  for (const axis of [0, 1] as const) {
    const length = outputLength(conv, size, axis)
    if (length >= 1) continue
    const padding = conv.padding[axis]
    const sum = `(${size[axis]} − 1)·${conv.stride[axis]} − 2·${padding} + ${conv.dilation[axis]}·(${conv.kernel[axis]} − 1) + ${conv.outputPadding[axis]} + 1 = ${length}`
    const sentence = `padding (${padding}) cuts the whole output off: ${sum.replaceAll("-", "−")}. Reduce padding or enlarge kernel_size.`
    return { at: "padding", sentence, found: String(padding) }
  }
  return null
}

/**
 * Output cell o comes from the input cells i with o = i·s − p + d·u, u = 0…k − 1: a real interval of length d(k − 1)/s that
 * ends at (o + p)/s.
 */
export function transposedField(conv: TransposedSettings): ReceptiveField {
  const reach = (axis: 0 | 1) => conv.dilation[axis] * (conv.kernel[axis] - 1)
  const each = (value: (axis: 0 | 1) => number) => ([0, 1] as const).slice(2 - conv.axes).map(value)
  return {
    size: each((axis) => reach(axis) / conv.stride[axis] + 1),
    stride: each((axis) => 1 / conv.stride[axis]),
    start: each((axis) => (conv.padding[axis] - reach(axis)) / conv.stride[axis]),
  }
}

/**
 * Numbers that formulas speak of. `c`: input channels of one group; `p`, `s`, `d` and `op` (output padding) are those of the
 * height, or of the length in one dimension.
 */
export function transposedSymbols(conv: TransposedSettings, input: Shape) {
  const { batch, channels, size } = planesOf(input, conv.axes)
  const [h, w] = size
  const [kh, kw] = conv.kernel
  const axis = conv.axes === 1 ? 1 : 0
  const slide = { p: conv.padding[axis], s: conv.stride[axis], d: conv.dilation[axis], op: conv.outputPadding[axis] }
  return symbolsAlong(conv.axes, { n: batch, c: channels / conv.groups, f: conv.filters, h, w, kh, kw, ...slide })
}

/** `2×2, 8 filters, stride 2`. */
export function transposedCaption(conv: TransposedSettings): string {
  const { axes } = conv
  return phrase([
    sizeWords(conv.kernel, axes),
    conv.filters === 1 ? "1 filter" : `${conv.filters} filters`,
    pairWords("stride", conv.stride, axes, 1),
    pairWords("pad", conv.padding, axes, 0),
    pairWords("output pad", conv.outputPadding, axes, 0),
    pairWords("dilation", conv.dilation, axes, 1),
    conv.groups === 1 ? "" : `${conv.groups} groups`,
  ])
}

/** y = wᵀ ⋆ x + b. */
export function* transposedForward(
  conv: TransposedSettings,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
): Generator<void, { readonly output: Tensor }, void> {
  const shape = outputShape(conv, input.shape)
  return { output: yield* convolveTransposed(input, weight, bias, convolutionOf(conv, input.shape, shape), shape) }
}

/** dx = w ⋆ dy. */
export function transposedBackInput(
  conv: TransposedSettings,
  input: Shape,
  weight: Tensor,
  grad: Tensor,
): Generator<void, Tensor, void> {
  return convolve(grad, weight, null, convolutionOf(conv, input, grad.shape), input)
}

/** dw = x ⋆ dy. */
export function transposedBackWeight(
  conv: TransposedSettings,
  input: Tensor,
  weight: Shape,
  grad: Tensor,
): Generator<void, Tensor, void> {
  return convolveWeight(grad, input, convolutionOf(conv, input.shape, grad.shape), weight)
}

/** As kernels do it. */
export function transposedFast(conv: TransposedSettings, input: Shape, output: Shape): FastTransposed | null {
  const { kernel, stride, dilation, padding, groups } = conv
  const planes = { input: imagesOf(output, conv.axes), output: imagesOf(input, conv.axes) }
  if (!isEasilySplit(groups, planes)) return null
  const sizes = { size: kernel, stride, dilation, padding, groups, flip: false }
  return { kernel: "transposed", of: { kernel: "convolution", ...planes, ...sizes } }
}

/** The products y += x·w, and the bias, that one cell takes part in: the painted copies. */
export function transposedTerms(
  conv: TransposedSettings,
  input: Shape,
  { port, cell }: PortCell<"input" | "weight" | "bias" | "output">,
): readonly Product<"input" | "weight" | "bias">[] {
  const output = outputShape(conv, input)
  const added = conv.bias ? biasTerms(planesOf(output, conv.axes), port, cell) : []
  if (port === "bias") return added
  const place = port === "input" ? "y" : port === "weight" ? "w" : "x"
  // Copy by copy, in the order of the input.
  const products = [...convProducts(convolutionOf(conv, input, output), place, cell)].sort((a, b) => a.y - b.y)
  return [
    ...added,
    ...products.map(
      ({ x, w, y }): Product<"input" | "weight"> => ({
        output: x,
        cells: [
          { port: "input", cell: y },
          { port: "weight", cell: w },
        ],
      }),
    ),
  ]
}

/** The convolution that leads from the output's shape back to the input's. */
function convolutionOf(conv: TransposedSettings, input: Shape, output: Shape): Convolution {
  const { batch, channels, size } = planesOf(input, conv.axes)
  const { kernel, stride, dilation, padding, groups } = conv
  return {
    batch,
    groups,
    channels: conv.filters / groups,
    filters: channels / groups,
    input: planesOf(output, conv.axes).size,
    kernel,
    stride,
    dilation,
    padding,
    output: size,
    flip: false,
  }
}
