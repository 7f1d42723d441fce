// What the dropout ops share.

import { dropoutScale } from "../../tensor/net/dropout.ts"
import type { Mode } from "../op.ts"

interface Dropping {
  readonly mode: Mode
  readonly attrs: { readonly p: number; readonly rescale: boolean }
}

/** What kept values are multiplied by: 1/(1 − p) in training if rescaled, else 1. */
export function keptScale({ mode, attrs }: Dropping): number {
  return mode === "train" && attrs.rescale ? dropoutScale(attrs.p) : 1
}

/** What is dropped of the output: nothing in evaluation. */
export function droppedBy(at: Dropping): { readonly mask: "mask"; readonly scale: number } | null {
  return at.mode === "train" && at.attrs.p > 0 ? { mask: "mask", scale: keptScale(at) } : null
}
