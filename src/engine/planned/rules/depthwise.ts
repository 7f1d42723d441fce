// A convolution of channels with a filter each, as steps.

import { type Copy, turnedRound } from "../../../kernels/copy.ts"
import type { FastConvolution } from "../../../kernels/fast.ts"
import { type DepthwiseCode, depthwise, depthwiseFloats, depthwiseWeights } from "../../../kernels/matrix/depthwise.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import type { Ending } from "../draft/deferring.ts"
import { contiguous, type Draft, type Drafted, type InPlanes } from "../draft/draft.ts"
import { byImages, imagesOf, someImages, whole } from "../draft/parts.ts"
import { sumImages } from "../draft/sums.ts"
import { spaced } from "./convolving.ts"
import type { Learned } from "./folding.ts"
import { isStepped, slidingOf, turnedOf } from "./sliding.ts"

/** Whether every channel has one filter of its own. */
export function isDepthwise({ groups, input, output }: FastConvolution): boolean {
  return groups > 1 && groups === input.channels && groups === output.channels
}

/** y = w ⋆ x + b. */
export function depthwiseForward(
  draft: Draft,
  fast: FastConvolution,
  x: InPlanes,
  { weight, bias }: Pick<Learned, "weight" | "bias">,
  y: InPlanes,
  { relu, told }: Ending,
): void {
  const code = { ...slidingOf(fast), input: x.planes, output: y.planes, bias: bias !== null, relu }
  const packed = draft.buffer(depthwiseFloats(code))
  draft.copy("pack weights", packing(fast, code, fast.flip), weight, packed)
  slide(draft, `depthwise convolution${told}`, fast, code, [x.buffer, packed, y.buffer, bias ?? packed])
}

/** dx = wᵀ ⋆ dy + b. */
export function depthwiseBack(
  draft: Draft,
  fast: FastConvolution,
  dy: InPlanes,
  weight: Buffer,
  bias: Buffer | null,
  dx: InPlanes,
): void {
  const from = isStepped(fast) ? spaced(draft, fast, dy, fast.output) : dy
  const code = { ...turnedOf(fast), input: from.planes, output: dx.planes, bias: bias !== null, relu: false }
  const packed = draft.buffer(depthwiseFloats(code))
  draft.copy("pack weights", packing(fast, code, !fast.flip), weight, packed)
  slide(draft, "depthwise convolution, input", fast, code, [from.buffer, packed, dx.buffer, bias ?? packed])
}

/** The step; buffers are those of x, the packed weights, y and the bias. */
function slide(
  draft: Draft,
  what: string,
  fast: FastConvolution,
  code: DepthwiseCode,
  [x, weights, y, bias]: readonly [Buffer, Buffer, Buffer, Buffer],
): void {
  const { input, output } = code
  const macs = macsOf(fast)
  const some = (batch: number) => ({ ...code, input: someImages(input, batch), output: someImages(output, batch) })
  draft.divide({
    ...{ what, macs, stretches: imagesOf(output, macs), kernel: (batch) => depthwise(draft.module, some(batch)) },
    args: [
      byImages({ buffer: x, planes: input }),
      whole(weights),
      byImages({ buffer: y, planes: output }),
      whole(bias),
    ],
  })
}

/** dw = x ⋆ dy. */
export function depthwiseGradient(
  draft: Draft,
  fast: FastConvolution,
  x: InPlanes,
  dy: InPlanes,
  shape: Shape,
): Drafted {
  const code = { ...slidingOf(fast), input: x.planes, output: dy.planes, bias: false, relu: false }
  const flat = draft.buffer(sizeOf(shape))
  const some = (batch: number) => ({
    ...code,
    input: someImages(x.planes, batch),
    output: someImages(dy.planes, batch),
  })
  const sums = sumImages(draft, {
    ...{ what: "depthwise convolution, weights", macs: macsOf(fast), a: x, b: dy },
    ...{ floats: depthwiseFloats(code), work: 0 },
    kernel: (batch) => depthwiseWeights(draft.module, some(batch)),
  })
  draft.copy("unpack gradient", turnedRound(packing(fast, code, fast.flip)), sums, flat)
  return contiguous(shape, flat)
}

/** Filters one after the other into channels side by side, cell by cell. */
function packing({ size }: FastConvolution, { output }: DepthwiseCode, turned: boolean): Copy {
  const area = size[0] * size[1]
  const cells = { count: area, from: turned ? -1 : 1, to: output.pitch }
  return {
    from: turned ? area - 1 : 0,
    to: 0,
    loops: [cells, { count: output.channels, from: area, to: 1 }],
  }
}

function macsOf({ output, size }: FastConvolution): number {
  return output.batch * output.height * output.width * output.channels * size[0] * size[1]
}
