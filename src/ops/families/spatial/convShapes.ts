// A convolution along one axis or two, its shapes and words: attributes as one convolution of planes, its size, its symbols
// and its problems. What it does with tensors is in convRules.ts.

import type { HeightWidth } from "../../../tensor/conv/phase.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { Init } from "../../kept.ts"
import type { ShapeProblem } from "../../op.ts"
import type { ReceptiveField } from "../../window.ts"
import { padProblem } from "./padding.ts"
import { type Sliding, slidSize, windowField, windowProblem } from "./slidingWindow.ts"
import {
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

/** Attributes of Conv1d and Conv2d as they are read; lengths as pairs, height 1 in one dimension. */
export interface ConvSettings {
  readonly kind: string
  readonly axes: SpatialAxes
  readonly filters: number
  readonly kernel: HeightWidth
  readonly stride: HeightWidth
  readonly padding: HeightWidth | "same" | "valid"
  readonly dilation: HeightWidth
  readonly groups: number
  readonly bias: boolean
  readonly mode: "zeros" | "circular" | "reflect" | "replicate"
  readonly flip: boolean
}

export const PADDING_MODES = ["zeros", "circular", "reflect", "replicate"] as const

/** Attributes that a problem may lie at. */
export type ConvAttr = "input" | "out_channels" | "kernel_size" | "stride" | "padding" | "groups"

/** Cells of padding before and after, by axis. "same" makes input and output equal; an odd cell goes behind. */
export function paddingOf({ padding, kernel, dilation }: ConvSettings): Sliding["padding"] {
  const along = (axis: 0 | 1): HeightWidth => {
    if (padding === "valid") return [0, 0]
    if (padding !== "same") return [padding[axis], padding[axis]]
    const total = dilation[axis] * (kernel[axis] - 1)
    return [Math.floor(total / 2), Math.ceil(total / 2)]
  }
  return [along(0), along(1)]
}

function slidingOf(conv: ConvSettings): Sliding {
  const { kernel, stride, dilation } = conv
  return { kernel, stride, dilation, padding: paddingOf(conv), ceil: false }
}

export function convShape(conv: ConvSettings, input: Shape): { readonly output: Shape } | ShapeProblem<ConvAttr> {
  const { channels, size } = planesOf(input, conv.axes)
  const problem = rankProblem(conv.kind, input, conv.axes) ?? groupsProblem(channels, conv.filters, conv.groups)
  if (problem !== null) return problem
  const shapeless = sameProblem(conv) ?? windowProblem(size, slidingOf(conv), conv.axes)
  const first =
    sameProblem(conv) ??
    modeProblem(conv, size) ??
    shapeless ??
    roomProblem(channels / conv.groups, paddedSize(conv, size), conv.axes)
  // Filters are counted from channels and kernel, wherever the kernel finds no room.
  if (first !== null && shapeless !== null) return { ...first, learnsAlike: true }
  const outputs = { output: convolvedShape(conv, input) }
  return first === null ? outputs : { ...first, outputs }
}

function paddedSize(conv: ConvSettings, size: HeightWidth): HeightWidth {
  const [[top, bottom], [left, right]] = paddingOf(conv)
  return [size[0] + top + bottom, size[1] + left + right]
}

/** The output's shape, where there is no problem. */
export function convolvedShape(conv: ConvSettings, input: Shape): Shape {
  return withPlanes(input, conv.axes, conv.filters, slidSize(planesOf(input, conv.axes).size, slidingOf(conv)))
}

export function convField(conv: ConvSettings): ReceptiveField {
  return windowField(slidingOf(conv), conv.axes)
}

/** Each group has its own channels and its own filters. */
export function groupsProblem(
  channels: number,
  filters: number,
  groups: number,
): ShapeProblem<"groups" | "out_channels"> | null {
  const clash = (at: "groups" | "out_channels", what: string, count: number) => ({
    at,
    sentence: `${groups} groups do not divide ${count} ${what} (${count}/${groups} = ${trim(count / groups)}); choose groups that divide both input and output channels.`,
    found: String(count),
    expected: `a multiple of ${groups}`,
  })
  if (channels % groups !== 0) return clash("groups", "input channels", channels)
  return filters % groups !== 0 ? clash("out_channels", "output channels", filters) : null
}

function trim(x: number): string {
  return String(Number(x.toFixed(3)))
}

function sameProblem({ padding, stride }: ConvSettings): ShapeProblem<"stride"> | null {
  if (padding !== "same" || (stride[0] === 1 && stride[1] === 1)) return null
  const found = stride[0] === stride[1] ? `${stride[0]}` : `${stride[0]}×${stride[1]}`
  const sentence = `padding "same" needs stride 1, found stride ${found}; set stride to 1 or give padding as a number.`
  return { at: "stride", sentence, found, expected: "1" }
}

function modeProblem(conv: ConvSettings, size: HeightWidth): ShapeProblem<"padding"> | null {
  if (conv.mode === "zeros") return null
  const problem = padProblem(size.slice(2 - conv.axes), paddingOf(conv).slice(2 - conv.axes), conv.mode)
  return problem === null ? null : { ...problem, at: "padding" }
}

/** PyTorch's default for weight and bias: uniform within ±1/√(fan-in). */
export function fanInInit(fanIn: number): Init {
  const bound = 1 / Math.sqrt(fanIn)
  return { kind: "uniform", low: -bound, high: bound }
}

/**
 * Numbers that formulas speak of. `c`: channels a filter sees; `p` (the mean of padding before and after), `s` and `d` are
 * those of the height, or of the length in one dimension.
 */
export function convSymbols(conv: ConvSettings, input: Shape, output: Shape) {
  const { batch, channels, size } = planesOf(input, conv.axes)
  const [h, w] = size
  const [oh, ow] = planesOf(output, conv.axes).size
  const [kh, kw] = conv.kernel
  const axis = conv.axes === 1 ? 1 : 0
  const [before, after] = paddingOf(conv)[axis]
  const slide = { p: (before + after) / 2, s: conv.stride[axis], d: conv.dilation[axis] }
  return symbolsAlong(conv.axes, {
    n: batch,
    c: channels / conv.groups,
    f: conv.filters,
    h,
    w,
    oh,
    ow,
    kh,
    kw,
    ...slide,
  })
}

/** `3×3, 10 filters, stride 2, pad 1`. */
export function convCaption(conv: ConvSettings): string {
  const { axes, padding } = conv
  return phrase([
    sizeWords(conv.kernel, axes),
    conv.filters === 1 ? "1 filter" : `${conv.filters} filters`,
    pairWords("stride", conv.stride, axes, 1),
    typeof padding === "string" ? `pad ${padding}` : pairWords("pad", padding, axes, 0),
    pairWords("dilation", conv.dilation, axes, 1),
    conv.groups === 1 ? "" : `${conv.groups} groups`,
    conv.mode === "zeros" ? "" : conv.mode,
    conv.flip ? "flipped" : "",
  ])
}

/** In PyTorch: its function neither turns filters round nor pads with anything but zeros. */
export function convLines(conv: ConvSettings): readonly string[] {
  const { axes, flip, groups, mode } = conv
  const along = <T>(pair: readonly [T, T]): readonly T[] => pair.slice(2 - axes)
  const words = (name: string, values: readonly number[], usual: number) =>
    values.every((value) => value === usual)
      ? ""
      : `, ${name}=${values.length === 1 ? values[0] : `(${values.join(", ")})`}`
  // PyTorch lists the last axis first.
  const cells = along(paddingOf(conv)).toReversed().flat()
  const outside = mode !== "zeros" || conv.padding === "same"
  const padded = `F.pad(@input, (${cells.join(", ")})${mode === "zeros" ? "" : `, mode="${mode}"`})`
  const inside = outside || conv.padding === "valid" ? "" : words("padding", along(conv.padding), 0)
  const rest = `${words("stride", along(conv.stride), 1)}${inside}${words("dilation", along(conv.dilation), 1)}`
  const group = groups === 1 ? "" : `, groups=${groups}`
  return [
    ...(flip ? [`$flipped = torch.flip(@weight, (${axes === 1 ? "2," : "2, 3"}))`] : []),
    ...(outside ? [`$padded = ${padded}`] : []),
    `@output = F.conv${axes}d(${outside ? "$padded" : "@input"}, ${flip ? "$flipped" : "@weight"}, ${conv.bias ? "@bias" : "None"}${rest}${group})`,
  ]
}
