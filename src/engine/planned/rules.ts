// The rules of all kernels, by the name that ops give.

import type { Fast } from "../../kernels/fast.ts"
import type { Lowering } from "./draft/rule.ts"
import { batchNorm } from "./rules/batchNorm.ts"
import { convolution } from "./rules/convolution.ts"
import { transposed } from "./rules/direct.ts"
import { dropout } from "./rules/dropout.ts"
import { loss } from "./rules/loss.ts"
import { embedding } from "./rules/matrix/embedding.ts"
import { matmul } from "./rules/matrix/matmul.ts"
import { move } from "./rules/matrix/move.ts"
import { multihead } from "./rules/matrix/multihead.ts"
import { scaledDot } from "./rules/matrix/scaledDot.ts"
import { pointwise } from "./rules/pointwise.ts"
import { pool } from "./rules/pool.ts"
import { resize } from "./rules/resize.ts"
import { rows } from "./rules/rows/rows.ts"
import { view } from "./rules/view.ts"

const rules: { readonly [K in Fast["kernel"]]: Lowering<Extract<Fast, { readonly kernel: K }>> } = {
  convolution,
  transposed,
  maxPool: pool,
  averagePool: pool,
  pointwise,
  loss,
  dropout,
  batchNorm,
  resize,
  view,
  move,
  ...rows,
  matmul,
  embedding,
  attention: scaledDot,
  multihead,
} as const

/** The rule that a kernel's name stands for. */
export function loweringOf<F extends Fast>(fast: F): Lowering<F> {
  // The table above pairs every name with the rule for its data; TypeScript does not follow a union through an index.
  return rules[fast.kernel] as unknown as Lowering<F>
}
