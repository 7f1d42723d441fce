// What ways to convolve share: the geometry, and the gradient of a bias.

import type { Sliding } from "../../../kernels/convolution.ts"
import type { FastConvolution, Images } from "../../../kernels/fast.ts"
import type { Halo } from "../../../kernels/planes.ts"
import { channelSums } from "../../../kernels/sums.ts"
import { sumsOf } from "../draft/channelSums.ts"
import { contiguous, type Draft, type Drafted, type InPlanes } from "../draft/draft.ts"
import { byStrips, passWork, someStrips, stripsOf } from "../draft/parts.ts"

/** A convolution of planes. */
export function slidingOf({ size, stride, dilation, padding }: FastConvolution): Sliding {
  return { kernel: size, stride, dilation, padding }
}

/** The convolution of dy with the kernel turned round; where the stride is not 1, of dy with zeros between its pixels. */
export function turnedOf({ size, dilation, padding }: FastConvolution): Sliding {
  const across = (axis: 0 | 1): number => (size[axis] - 1) * dilation[axis] - padding[axis]
  return { kernel: size, stride: [1, 1], dilation, padding: [across(0), across(1)] }
}

/** A stride leaves out places. */
export function isStepped({ stride }: FastConvolution): boolean {
  return stride[0] !== 1 || stride[1] !== 1
}

/** The border that a convolution reads. */
export function haloFor({ kernel, stride, dilation, padding }: Sliding, input: Images, output: Images): Halo {
  const behind = (length: number, places: number, axis: 0 | 1): number =>
    Math.max(0, (places - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1 - padding[axis] - length)
  return {
    top: Math.max(0, padding[0]),
    left: Math.max(0, padding[1]),
    bottom: behind(input.height, output.height, 0),
    right: behind(input.width, output.width, 1),
  }
}

/** One weight a channel and filter, one pixel an output: then the pixels of all images are rows of one matrix. */
export function isProduct({ size, padding, stride }: FastConvolution): boolean {
  return [...size, ...stride].every((n) => n === 1) && padding[0] === 0 && padding[1] === 0
}

/** Σ dy over all pixels. */
export function biasGradient(draft: Draft, dy: InPlanes): Drafted {
  const shape = [dy.planes.channels]
  const found = sumsOf(dy)
  if ("sums" in found) return contiguous(shape, found.sums)
  const { planes, buffer } = found.like
  const sums = draft.buffer(planes.pitch)
  draft.divide({
    what: "sums",
    stretches: stripsOf(planes, passWork(planes)),
    kernel: (strips, first) => channelSums(draft.module, someStrips(planes, strips, first)),
    args: [byStrips(buffer), byStrips(sums)],
  })
  return contiguous(shape, sums)
}
