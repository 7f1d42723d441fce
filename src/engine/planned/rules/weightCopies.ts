// Weights of a convolution, filters × channels × kernel as a document has them, as kernels read them and leave their gradient.

import type { Copy } from "../../../kernels/copy.ts"
import { panelParts, panelsOf } from "../../../kernels/tile.ts"

/** Sizes of one group's weights, and where they begin. */
export interface Weights {
  readonly filters: number
  readonly channels: number
  readonly kernel: readonly [number, number]
  /** Number of the group's first weight. */
  readonly first: number
  readonly flip: boolean
}

interface Axis {
  readonly count: number
  readonly step: number
}

/** Panels with filters as columns; k runs over rows and cells of the kernel and channels. */
export function packedForward(weights: Weights, pitch: number): readonly Copy[] {
  const { filters, channels, kernel } = weights
  const area = kernel[0] * kernel[1]
  return packed(
    weights,
    pitch,
    weights.flip,
    { count: filters, step: channels * area },
    { count: channels, step: area },
  )
}

/** Panels with channels as columns, the kernel turned round; k runs over rows and cells of the kernel and filters. */
export function packedBackward(weights: Weights, pitch: number): readonly Copy[] {
  const { filters, channels, kernel } = weights
  const area = kernel[0] * kernel[1]
  return packed(
    weights,
    pitch,
    !weights.flip,
    { count: channels, step: area },
    { count: filters, step: channels * area },
  )
}

/** Some weights of the kernel: the first, how far it is to the next, and how many, along both axes. */
interface Seen {
  readonly first: readonly [number, number]
  readonly step: readonly [number, number]
  readonly taps: readonly [number, number]
}

/** Panels with channels as columns of some weights, the last first; k runs over rows and cells of those and filters. */
export function packedPhase(weights: Weights, pitch: number, { first, step, taps }: Seen): readonly Copy[] {
  const { filters, channels, kernel, flip } = weights
  const area = kernel[0] * kernel[1]
  const [down, across] = ([0, 1] as const).map((axis) => {
    const last = first[axis] + step[axis] * (taps[axis] - 1)
    return { at: flip ? kernel[axis] - 1 - last : last, step: flip ? step[axis] : -step[axis], count: taps[axis] }
  }) as [Along, Along]
  return inPanels(
    { start: weights.first + down.at * kernel[1] + across.at, down: { ...down, step: down.step * kernel[1] }, across },
    pitch,
    { count: channels, step: area },
    { count: filters, step: channels * area },
  )
}

interface Along extends Axis {
  readonly at: number
}

function packed(
  { kernel, first }: Weights,
  pitch: number,
  turned: boolean,
  columns: Axis,
  depth: Axis,
): readonly Copy[] {
  const [height, width] = kernel
  const start = first + (turned ? height * width - 1 : 0)
  const sign = turned ? -1 : 1
  const cells = { start, down: { count: height, step: sign * width }, across: { count: width, step: sign } }
  return inPanels(cells, pitch, columns, depth)
}

function inPanels(
  { start, down, across: cells }: { readonly start: number; readonly down: Axis; readonly across: Axis },
  pitch: number,
  columns: Axis,
  depth: Axis,
): readonly Copy[] {
  const rows = down.count * cells.count * depth.count
  return panelsOf(pitch).flatMap((panels) =>
    panelParts(panels, columns.count).map(({ at, count, wide }) => {
      const across = 4 * panels.vectors
      return {
        from: start + at * columns.step,
        to: at * rows,
        loops: [
          { count, from: across * columns.step, to: across * rows },
          { count: down.count, from: down.step, to: cells.count * depth.count * across },
          { count: cells.count, from: cells.step, to: depth.count * across },
          { count: depth.count, from: depth.step, to: across },
          { count: wide, from: columns.step, to: 1 },
        ],
      }
    }),
  )
}

/** The gradient, rows of kernel cells and channels with filters as columns, as a document has it. */
export function unpackedGradient({ filters, channels, kernel, first, flip }: Weights, pitch: number): Copy {
  const [height, width] = kernel
  const area = height * width
  const sign = flip ? -1 : 1
  return {
    from: 0,
    to: first + (flip ? area - 1 : 0),
    loops: [
      { count: height, from: width * channels * pitch, to: sign * width },
      { count: width, from: channels * pitch, to: sign },
      { count: channels, from: pitch, to: area },
      { count: filters, from: 1, to: channels * area },
    ],
  }
}
