// What the dropout ops share.

import type { FastDropout } from "../../kernels/fast.ts"
import { dropoutScale } from "../../tensor/net/dropout.ts"
import type { Mode } from "../op.ts"
import { float } from "../torch.ts"

interface Dropping {
  readonly mode: Mode
  readonly attrs: { readonly p: number; readonly rescale: boolean }
}

/** What kept values are multiplied by: 1/(1 − p) in training if rescaled, else 1. */
export function keptScale({ mode, attrs }: Dropping): number {
  return mode === "train" && attrs.rescale ? dropoutScale(attrs.p) : 1
}

/** Whether PyTorch's own layer does not do: it always divides by 1 − p, and keeps its mask to itself. */
export function masksItself({
  attrs,
  wanted,
}: {
  readonly attrs: Dropping["attrs"]
  readonly wanted: (port: "mask") => boolean
}): boolean {
  return !attrs.rescale || wanted("mask")
}

/** The mask as what dropout leaves of ones, so that it is the same for output and mask. */
export function maskLines(dropout: string, like: string, { p, rescale }: Dropping["attrs"]): readonly string[] {
  return [
    `$kept = ${dropout}(torch.ones_like(${like}), p=${float(p)}, training=@training)`,
    `@mask = ($kept != 0).to(@input.dtype)`,
    `@output = @input * ${rescale ? "$kept" : "@mask"}`,
  ]
}

/** What is dropped of the output: nothing in evaluation. */
export function droppedBy(at: Dropping): { readonly mask: "mask"; readonly scale: number } | null {
  return at.mode === "train" && at.attrs.p > 0 ? { mask: "mask", scale: keptScale(at) } : null
}

/** The kernel of both; nothing is dropped in evaluation. */
export function droppingFast(at: Dropping): FastDropout {
  return { kernel: "dropout", p: at.mode === "train" ? at.attrs.p : null, scale: keptScale(at) }
}
