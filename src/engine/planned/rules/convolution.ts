// How to convolve: as one matrix product, by Winograd's transforms where they pay off, else directly.

import type { FastConvolution } from "../../../kernels/fast.ts"
import type { Lowering } from "../draft/rule.ts"
import { direct } from "./direct.ts"
import { isOneProduct, product } from "./product.ts"
import { paysOff, winograd } from "./winograd.ts"

/** The rule of the kernel `convolution`. */
export const convolution: Lowering<FastConvolution> = {
  halos: (fast) => wayOf(fast).halos?.(fast) ?? null,
  lower: (site) => wayOf(site.fast).lower(site),
}

function wayOf(fast: FastConvolution): Lowering<FastConvolution> {
  if (isOneProduct(fast)) return product
  return paysOff(fast) ? winograd : direct
}
