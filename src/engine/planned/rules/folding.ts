// Weights and bias of a product as it is done: its own, or with the norm behind it folded in.

import { foldedWeights } from "../../../kernels/normalize.ts"
import { roundedUp } from "../../../kernels/planes.ts"
import type { Buffer } from "../draft/buffers.ts"
import type { Ending } from "../draft/deferring.ts"
import type { Draft } from "../draft/draft.ts"

/** Contiguous weights, one row a channel of the output, and its bias. */
export interface Learned {
  readonly weight: Buffer
  readonly bias: Buffer | null
  readonly channels: number
  /** Weights of a channel. */
  readonly depth: number
}

/** Those that a product with such an ending is done with. */
export function folded(draft: Draft, learned: Learned, { table }: Ending): Pick<Learned, "weight" | "bias"> {
  if (table === null) return learned
  const { weight, bias, channels, depth } = learned
  const [to, after] = [draft.buffer(channels * depth), draft.buffer(roundedUp(channels))]
  const kernel = foldedWeights(draft.module, { channels, depth, pitch: roundedUp(channels), bias: bias !== null })
  draft.call("fold norm", kernel, [weight, bias ?? weight, table, to, after])
  return { weight: to, bias: after }
}
