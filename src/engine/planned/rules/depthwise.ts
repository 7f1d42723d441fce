// A convolution of channels with a filter each, as steps.

import { type Copy, turnedRound } from "../../../kernels/copy.ts"
import type { FastConvolution } from "../../../kernels/fast.ts"
import { type DepthwiseCode, depthwise, depthwiseFloats, depthwiseWeights } from "../../../kernels/matrix/depthwise.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import type { Ending } from "../draft/deferring.ts"
import { contiguous, type Draft, type Drafted, type InPlanes } from "../draft/draft.ts"
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
  const kernel = depthwise(draft.module, code)
  draft.call(`depthwise convolution${told}`, kernel, [x.buffer, packed, y.buffer, bias ?? packed], macsOf(fast))
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
  const kernel = depthwise(draft.module, code)
  draft.call("depthwise convolution, input", kernel, [from.buffer, packed, dx.buffer, bias ?? packed], macsOf(fast))
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
  const [sums, flat] = [draft.buffer(depthwiseFloats(code)), draft.buffer(sizeOf(shape))]
  draft.clear(sums)
  const kernel = depthwiseWeights(draft.module, code)
  draft.call("depthwise convolution, weights", kernel, [x.buffer, dy.buffer, sums], macsOf(fast))
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
