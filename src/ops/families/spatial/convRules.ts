// What a convolution along one axis or two does with tensors. Zeros are padded inside the loops; any other padding is a padded copy of the
// input, and its gradient is padded back.

import type { FastConvolution } from "../../../kernels/fast.ts"
import { around, sumAround } from "../../../tensor/axis.ts"
import { convolve, convolveTransposed, convolveWeight } from "../../../tensor/conv/conv.ts"
import { type PadAmount, type PadMode, pad, padBack, padIndex } from "../../../tensor/conv/pad.ts"
import type { Convolution } from "../../../tensor/conv/phase.ts"
import { convProducts } from "../../../tensor/conv/products.ts"
import type { Shape, Tensor } from "../../../tensor/tensor.ts"
import type { PortCell, Product } from "../../port.ts"
import { type ConvSettings, convolvedShape, paddingOf } from "./convShapes.ts"
import { imagesOf, type Planes, planesOf, type SpatialAxes } from "./spatial.ts"

/** y = w ⋆ pad(x) + b. */
export function* convForward(
  conv: ConvSettings,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
): Generator<void, { readonly output: Tensor }, void> {
  const output = convolvedShape(conv, input.shape)
  const padded = padInput(conv, input)
  return { output: yield* convolve(padded, weight, bias, convolutionOf(conv, padded.shape, output), output) }
}

/** dx = padᵀ(wᵀ ⋆ dy). */
export function* convBackInput(
  conv: ConvSettings,
  input: Shape,
  weight: Tensor,
  grad: Tensor,
): Generator<void, Tensor, void> {
  const copy = padCopy(conv)
  const first = input.length - conv.axes
  const padded = input.map((n, i) => n + (copy?.amounts[i - first] ?? [0, 0]).reduce((a, b) => a + b))
  const dx = yield* convolveTransposed(grad, weight, null, convolutionOf(conv, padded, grad.shape), padded)
  return copy === null ? dx : padBack(dx, input, copy.amounts, copy.mode)
}

/** dw = dy ⋆ pad(x). */
export function convBackWeight(
  conv: ConvSettings,
  input: Tensor,
  weight: Shape,
  grad: Tensor,
): Generator<void, Tensor, void> {
  const padded = padInput(conv, input)
  return convolveWeight(padded, grad, convolutionOf(conv, padded.shape, grad.shape), weight)
}

/** db = Σ dy over everything but the channels. */
export function biasGradient(grad: Tensor, axes: SpatialAxes): Tensor {
  return sumAround(grad, grad, around(grad.shape, -1 - axes), (dy) => dy)
}

/** The products y += x·w, and the bias, that one cell takes part in; padding that is a copy leads back to its own cell. */
export function convTerms(
  conv: ConvSettings,
  input: Shape,
  { port, cell }: PortCell<"input" | "weight" | "bias" | "output">,
): readonly Product<"input" | "weight" | "bias">[] {
  const output = convolvedShape(conv, input)
  const added = conv.bias ? biasTerms(planesOf(output, conv.axes), port, cell) : []
  if (port === "bias") return added
  const copy = copiedCells(conv, input)
  const c = convolutionOf(conv, copy?.shape ?? input, output)
  const place = port === "input" ? "x" : port === "weight" ? "w" : "y"
  const cells = place === "x" && copy !== null ? copy.copiesOf(cell) : [cell]
  const products = cells.flatMap((at) => convProducts(c, place, at))
  return [...added, ...products.map(({ x, w, y }) => asProduct(copy?.from(x) ?? x, w, y))]
}

function asProduct(x: number, w: number, output: number): Product<"input" | "weight" | "bias"> {
  return {
    output,
    cells: [
      { port: "input", cell: x },
      { port: "weight", cell: w },
    ],
  }
}

/** The bias of a channel, added to each of its cells. */
export function biasTerms({ batch, channels, size }: Planes, port: string, cell: number): readonly Product<"bias">[] {
  const plane = size[0] * size[1]
  const one = (output: number): Product<"bias"> => ({
    output,
    cells: [{ port: "bias", cell: Math.floor(output / plane) % channels }],
  })
  if (port === "output") return [one(cell)]
  if (port !== "bias") return []
  return Array.from({ length: batch * plane }, (_, i) =>
    one((Math.floor(i / plane) * channels + cell) * plane + (i % plane)),
  )
}

/** The way between an input's cells and those of its padded copy; null where padding is zeros. */
function copiedCells(conv: ConvSettings, input: Shape) {
  const copy = padCopy(conv)
  if (copy === null) return null
  const { size } = planesOf(input, conv.axes)
  const [rowsFrom, columnsFrom] = ([0, 1] as const).map((axis) => {
    const amount = conv.axes === 1 ? (axis === 0 ? undefined : copy.amounts[0]) : copy.amounts[axis]
    return Array.from(padIndex(size[axis], amount ?? [0, 0], copy.mode))
  })
  const [rows, columns] = [rowsFrom ?? [], columnsFrom ?? []]
  const shape = [...input.slice(0, -conv.axes), ...[rows.length, columns.length].slice(2 - conv.axes)]
  const from = (x: number): number => {
    const plane = Math.floor(x / (rows.length * columns.length))
    const row = rows[Math.floor(x / columns.length) % rows.length] ?? 0
    return (plane * size[0] + row) * size[1] + (columns[x % columns.length] ?? 0)
  }
  const copiesOf = (cell: number): readonly number[] => {
    const plane = Math.floor(cell / (size[0] * size[1]))
    const [row, column] = [Math.floor(cell / size[1]) % size[0], cell % size[1]]
    return rows.flatMap((r, i) =>
      r === row
        ? columns.flatMap((q, j) => (q === column ? [(plane * rows.length + i) * columns.length + j] : []))
        : [],
    )
  }
  return { shape, from, copiesOf }
}

function padInput(conv: ConvSettings, input: Tensor): Tensor {
  const copy = padCopy(conv)
  return copy === null ? input : pad(input, copy.amounts, copy.mode)
}

/** The kernel that does the same; padding that is a copy has none. */
export function convFast(conv: ConvSettings, input: Shape, output: Shape): FastConvolution | null {
  const planes = { input: imagesOf(input, conv.axes), output: imagesOf(output, conv.axes) }
  if (conv.mode !== "zeros" || !isEasilySplit(conv.groups, planes)) return null
  const [[top], [left]] = paddingOf(conv)
  const { kernel, stride, dilation, groups, flip } = conv
  const sizes = { size: kernel, stride, dilation, padding: [top, left], groups, flip } as const
  return { kernel: "convolution", ...planes, ...sizes }
}

/** Each group is a convolution of its own, with steps of its own. */
const MOST_GROUPS = 64

/** Whether kernels take so many groups: few, or a filter a channel. */
export function isEasilySplit(groups: number, { input, output }: Pick<FastConvolution, "input" | "output">): boolean {
  return groups <= MOST_GROUPS || (groups === input.channels && groups === output.channels)
}

/** How the input is copied before the loops, or null where they pad with zeros themselves. */
function padCopy(conv: ConvSettings): { readonly amounts: readonly PadAmount[]; readonly mode: PadMode } | null {
  return conv.mode === "zeros" ? null : { amounts: paddingOf(conv).slice(2 - conv.axes), mode: conv.mode }
}

/** `input`: after any padded copy. */
function convolutionOf(conv: ConvSettings, input: Shape, output: Shape): Convolution {
  const { batch, channels, size } = planesOf(input, conv.axes)
  const [[top], [left]] = paddingOf(conv)
  return {
    batch,
    groups: conv.groups,
    channels: channels / conv.groups,
    filters: conv.filters / conv.groups,
    input: size,
    kernel: conv.kernel,
    stride: conv.stride,
    dilation: conv.dilation,
    padding: conv.mode === "zeros" ? [top, left] : [0, 0],
    output: planesOf(output, conv.axes).size,
    flip: conv.flip,
  }
}
