// Masks of dropout: drawn by a kernel from the node's own stream, the same as the eager rule's.

import { drawnMask } from "../../../kernels/maths/random.ts"
import { streamStart, UNUSED } from "../../../tensor/random.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import { contiguous, type Draft, type Drafted } from "./draft.ts"

/** 0 with probability `p`, else 1; from the stream "mask" of a node. */
export function drawMask(draft: Draft, node: string, shape: Shape, p: number): Drafted {
  const [words, mask] = [draft.buffer(4), draft.buffer(sizeOf(shape))]
  draft.run("seed of the mask", [words], ({ pass, floats }) => {
    const { buffer, byteOffset } = floats(words)
    new Int32Array(buffer, byteOffset, 3).set(streamStart(pass.seed, node, "mask"))
  })
  draft.call("draw the mask", drawnMask(draft.module, { count: sizeOf(shape), p, unused: UNUSED }), [words, mask])
  return contiguous(shape, mask)
}
