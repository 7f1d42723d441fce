// What Conv1d and Conv2d do with tensors. Zeros are padded inside the loops; any other padding is a padded copy of the
// input, and its gradient is padded back.

import { around, sumAround } from "../tensor/axis.ts"
import { convolve, convolveTransposed, convolveWeight } from "../tensor/conv.ts"
import { type PadAmount, type PadMode, pad, padBack } from "../tensor/pad.ts"
import type { Convolution } from "../tensor/phase.ts"
import type { Shape, Tensor } from "../tensor/tensor.ts"
import { type ConvSettings, convolvedShape, paddingOf } from "./convolution.ts"
import { planesOf, type SpatialAxes } from "./spatial.ts"

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

function padInput(conv: ConvSettings, input: Tensor): Tensor {
  const copy = padCopy(conv)
  return copy === null ? input : pad(input, copy.amounts, copy.mode)
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
