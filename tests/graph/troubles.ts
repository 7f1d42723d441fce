// Graphs with one trouble each: every kind of shape problem that an op can have, at several sizes.

import { ATTENTION } from "./troubles/attention.ts"
import type { Trouble } from "./troubles/building.ts"
import { NORMS, NUMBERS, WINDOWS } from "./troubles/layers.ts"
import { FITTING_UNETS, ODD_UNETS, RESIDUALS, SKIPS, WEIGHTS, WIRED } from "./troubles/networks.ts"
import { ARITHMETIC, LOSSES } from "./troubles/numbers.ts"
import { REARRANGED } from "./troubles/rearranging.ts"

/** All of them. */
export const TROUBLES: readonly Trouble[] = [
  ...FITTING_UNETS,
  ...RESIDUALS,
  ...WIRED,
  ...NORMS,
  ...WINDOWS,
  ...ATTENTION,
  ...ARITHMETIC,
  ...LOSSES,
  ...REARRANGED,
  ...NUMBERS,
  ...ODD_UNETS,
  ...SKIPS,
  ...WEIGHTS,
]
