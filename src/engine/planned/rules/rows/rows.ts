// The rules whose kernels go along rows, by the name that ops give.

import type { FastRows } from "../../../../kernels/rows/fast.ts"
import type { Lowering } from "../../draft/rule.ts"
import { classLoss } from "./classLoss.ts"
import { cumulativeSum } from "./cumulativeSum.ts"
import { reduction } from "./reduction.ts"
import { rowNorm } from "./rowNorm.ts"
import { softmax } from "./softmax.ts"

/** Rules by kernel. */
export const rows: { readonly [K in FastRows["kernel"]]: Lowering<Extract<FastRows, { readonly kernel: K }>> } = {
  reduction,
  cumulativeSum,
  rowNorm,
  softmax,
  classLoss,
}
