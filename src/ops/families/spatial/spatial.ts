// What convolutions and pools share: which axes of a shape are spatial, and how shapes of planes are read and written. A
// one-dimensional layer is a two-dimensional one of height 1, so that there is one set of rules and loops. This folder is rules;
// its loops are tensor/conv.

import type { Images } from "../../../kernels/fast.ts"
import type { HeightWidth } from "../../../tensor/conv/phase.ts"
import { formatShape, type Shape } from "../../../tensor/tensor.ts"
import type { AttrSpecs, AttrValues } from "../../attributes/attrs.ts"
import type { AxisName } from "../../axisNames.ts"
import type { Formula } from "../../kept.ts"
import type { Example, ShapeProblem } from "../../op.ts"
import type { InputPort, Tex } from "../../port.ts"

/** How many spatial axes a layer has. */
export type SpatialAxes = 1 | 2

/** A shape seen as batch × channels × height × width. */
export interface Planes {
  readonly batch: number
  readonly channels: number
  readonly size: HeightWidth
}

/** What an op of one or two spatial axes says of itself, with all else left to its family. */
export interface SpatialWords<A extends AttrSpecs, Settings, Arrows extends string> {
  readonly kind: string
  readonly title: string
  readonly short?: string
  readonly summary: string
  readonly keywords: readonly string[]
  readonly use?: number
  readonly usual?: { readonly input: readonly string[] }
  readonly axes: SpatialAxes
  readonly attrs: A
  /** Its attributes as those of planes. */
  readonly settings: (read: AttrValues<A>) => Settings
  readonly formulas: { readonly outputSize: Formula; readonly macs?: Formula; readonly flops?: Formula }
  readonly tex: { readonly forward: Tex; readonly backward: { readonly [K in Arrows]: Tex } }
  readonly examples: readonly Example<A, { readonly input: InputPort }>[]
}

/** Planes of a shape with or without a batch axis. `rankProblem` was asked first. */
export function planesOf(shape: Shape, axes: SpatialAxes): Planes {
  const size = shape.slice(-axes)
  const [batch = 1, channels = 1] = shape.length === axes + 2 ? shape : [1, ...shape]
  return { batch, channels, size: [axes === 1 ? 1 : (size[0] ?? 1), size[axes - 1] ?? 1] }
}

/** The same for kernels. */
export function imagesOf(shape: Shape, axes: SpatialAxes): Images {
  const { batch, channels, size } = planesOf(shape, axes)
  return { batch, channels, height: size[0], width: size[1] }
}

/** N×C×H×W or C×H×W, N×C×L or C×L. */
export function planeNames(shape: Shape, axes: SpatialAxes): readonly AxisName[] {
  const spatial = shape.slice(-axes).map((): AxisName => "spatial")
  return shape.length === axes + 2 ? ["batch", "channels", ...spatial] : ["channels", ...spatial]
}

/** Planes in, planes out. */
export function planesAxes(axes: SpatialAxes) {
  return (at: { readonly shapes: { readonly input: Shape } }) => {
    const planes = planeNames(at.shapes.input, axes)
    return { inputs: { input: planes }, outputs: { output: planes } }
  }
}

/** Symbols of planes; along one axis those of signals: no heights, and `l`, `ol`, `k` for the widths. */
export function symbolsAlong(axes: SpatialAxes, symbols: { readonly [name: string]: number }) {
  if (axes === 2) return symbols
  const { h, oh, kh, ...along } = symbols
  return Object.fromEntries(Object.entries(along).map(([name, value]) => [LENGTHS.get(name) ?? name, value]))
}

const LENGTHS: ReadonlyMap<string, string> = new Map([
  ["w", "l"],
  ["ow", "ol"],
  ["kw", "k"],
])

/** What a layer of planes says of its input. */
export function planesDoc(axes: SpatialAxes): string {
  return axes === 1 ? "N×C×L, or C×L for a single example." : "N×C×H×W, or C×H×W for a single example."
}

/** `shape` with other channels and another spatial size. */
export function withPlanes(shape: Shape, axes: SpatialAxes, channels: number, size: HeightWidth): Shape {
  const batch = shape.length === axes + 2 ? shape.slice(0, 1) : []
  return [...batch, channels, ...size.slice(2 - axes)]
}

/** Layers take N×C×H×W, or one example without N, as in PyTorch. */
export function rankProblem(kind: string, shape: Shape, axes: SpatialAxes): ShapeProblem<"input"> | null {
  if (shape.length === axes + 1 || shape.length === axes + 2) return null
  const one = axes === 1 ? "C×L" : "C×H×W"
  const expected = `N×${one} or ${one}`
  const found = formatShape(shape)
  const sentence = `${kind} takes ${expected}; the input is ${found} (${axesWords(shape.length)}). Reshape or Unsqueeze it first.`
  return { at: "input", sentence, found, expected }
}

/** `1 axis`, `2 axes`. */
export function axesWords(count: number): string {
  return count === 1 ? "1 axis" : `${count} axes`
}

/** As many numbers as one tensor may have, 2²⁴; the loops pad in memory and keep to it. */
const MOST_PADDED = 2 ** 24

/** The padded input of one group of one example is too large to hold. */
export function roomProblem(channels: number, padded: HeightWidth, axes: SpatialAxes): ShapeProblem<"padding"> | null {
  const numbers = channels * padded[0] * padded[1]
  if (numbers <= MOST_PADDED) return null
  const found = `${channels}×${sizeWords(padded, axes)}`
  const sentence = `With its padding one example would be ${found}, ${numbers} numbers; at most ${MOST_PADDED} fit. Reduce padding.`
  return { at: "padding", sentence, found: String(numbers), expected: `at most ${MOST_PADDED}` }
}

/** `3×3`, or `3` in one dimension. */
export function sizeWords(size: HeightWidth, axes: SpatialAxes): string {
  return axes === 1 ? String(size[1]) : `${size[0]}×${size[1]}`
}

/** `stride 2`, `pad 1×0`; nothing where it is `usual`. */
export function pairWords(name: string, value: HeightWidth, axes: SpatialAxes, usual: number): string {
  const [height, width] = axes === 1 ? [value[1], value[1]] : value
  if (height === usual && width === usual) return ""
  return `${name} ${height === width ? width : `${height}×${width}`}`
}

/** Words joined by commas, empty ones left out. */
export function phrase(words: readonly string[]): string {
  return words.filter((word) => word !== "").join(", ")
}

/** The greatest common divisor of two whole numbers (Euclid), the first of them where the second is 0. */
export function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
