// Windows that slide: how many places one has along an axis, ceil_mode included, what size that gives, and what to say where
// it has none. Convolutions and pools both ask here.

import type { HeightWidth } from "../../../tensor/conv/phase.ts"
import type { ShapeProblem } from "../../op.ts"
import type { Window } from "../../window.ts"
import type { SpatialAxes } from "./spatial.ts"

/** A window that slides over planes; height first. */
export interface Sliding {
  readonly kernel: HeightWidth
  readonly stride: HeightWidth
  readonly dilation: HeightWidth
  /** Cells of padding before and after, for each axis. */
  readonly padding: readonly [HeightWidth, HeightWidth]
  /** Whether a last window that only partly fits counts. */
  readonly ceil: boolean
}

/** Number of places of the window along one axis; below 1 if it does not fit. */
export function windowPlaces(size: number, window: Sliding, axis: 0 | 1): number {
  const [before, after] = window.padding[axis]
  const stride = window.stride[axis]
  const room = size + before + after - window.dilation[axis] * (window.kernel[axis] - 1) - 1
  if (!window.ceil) return Math.floor(room / stride) + 1
  const places = Math.ceil(room / stride) + 1
  // The last window must start inside the input or the padding before it.
  return (places - 1) * stride >= size + before ? places - 1 : places
}

/** Height and width of what a sliding window gives. */
export function slidSize(size: HeightWidth, window: Sliding): HeightWidth {
  return [windowPlaces(size[0], window, 0), windowPlaces(size[1], window, 1)]
}

/** The window has no place along an axis: it is larger than the padded input, or than the ceiling bridges. */
export function windowProblem(
  size: HeightWidth,
  window: Sliding,
  axes: SpatialAxes,
): ShapeProblem<"kernel_size"> | null {
  for (const axis of [0, 1] as const) {
    if (windowPlaces(size[axis], window, axis) >= 1) continue
    const [before, after] = window.padding[axis]
    const kernel = window.kernel[axis]
    const dilation = window.dilation[axis]
    const reach = dilation * (kernel - 1) + 1
    const padded = size[axis] + before + after
    const name = axes === 1 ? "" : axis === 0 ? " along the height" : " along the width"
    const spans = dilation === 1 ? `${kernel}` : `${kernel} with dilation ${dilation}: ${reach} cells`
    const less = dilation === 1 ? "Reduce kernel_size" : "Reduce kernel_size or dilation"
    const sentence =
      `The kernel (${spans}) is larger than the padded input (${padded})${name}: ` +
      `${sumOf(size[axis], window, axis)}. ${less} or add padding.`
    return {
      at: "kernel_size",
      sentence,
      found: String(reach),
      expected: `at most ${largestReach(padded, window, axis)}`,
    }
  }
  return null
}

/** The most cells that a window may span and still have one place: with ceil_mode it may hang over by less than a stride. */
function largestReach(padded: number, window: Sliding, axis: 0 | 1): number {
  return padded + (window.ceil ? window.stride[axis] - 1 : 0)
}

/** `(28 + 2·0 − 31)/1 + 1 = −2`. */
function sumOf(size: number, window: Sliding, axis: 0 | 1): string {
  const [before, after] = window.padding[axis]
  const kernel = window.kernel[axis]
  const dilation = window.dilation[axis]
  const stride = window.stride[axis]
  const padding = before === after ? `2·${before}` : `${before} + ${after}`
  const reach = dilation === 1 ? `${kernel}` : `${dilation}·(${kernel} − 1) − 1`
  const quotient = `(${size} + ${padding} − ${reach})/${stride}`
  const rounded = stride === 1 ? quotient : window.ceil ? `⌈${quotient}⌉` : `⌊${quotient}⌋`
  return `${rounded} + 1 = ${windowPlaces(size, window, axis)}`.replaceAll("-", "−")
}

/** What one output cell sees. */
export function windowField(window: Sliding, axes: SpatialAxes): Window {
  const each = (value: (axis: 0 | 1) => number) => ([0, 1] as const).slice(2 - axes).map(value)
  return {
    size: each((axis) => window.dilation[axis] * (window.kernel[axis] - 1) + 1),
    stride: each((axis) => window.stride[axis]),
    start: each((axis) => 0 - window.padding[axis][0]),
  }
}
