// A direct convolution as a step, in parts of some images.

import { type ConvolutionCode, convolutionForward } from "../../../kernels/convolution.ts"
import type { Buffer } from "../draft/buffers.ts"
import type { Draft } from "../draft/draft.ts"
import { byImages, imagesOf, someImages, whole } from "../draft/parts.ts"

/** Adds the step; buffers are those of x, the packed weights, y and the bias. */
export function slide(
  draft: Draft,
  what: string,
  conv: ConvolutionCode,
  [x, weights, y, bias]: readonly [Buffer, Buffer, Buffer, Buffer],
): void {
  const { input, output } = conv
  const macs = macsOf(conv)
  draft.divide({
    ...{ what, macs, stretches: imagesOf(output, macs) },
    kernel: (batch) =>
      convolutionForward(draft.module, {
        ...conv,
        input: someImages(input, batch),
        output: someImages(output, batch),
      }),
    args: [
      byImages({ buffer: x, planes: input }),
      whole(weights),
      byImages({ buffer: y, planes: output }),
      whole(bias),
    ],
  })
}

/** Multiply-adds of a convolution. */
export function macsOf({ input, output, kernel }: ConvolutionCode): number {
  const pixels = output.batch * output.height * output.width
  return pixels * output.channels * input.channels * kernel[0] * kernel[1]
}
