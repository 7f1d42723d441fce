// What a reduction is: how a row becomes one number, and how the gradient goes back to all of it.

import type { Row } from "./row.ts"

/** What a kernel of a reduction depends on beside its layout. */
export interface ReductionCode {
  /** Numbers that become one. */
  readonly count: number
  /** What a variance is divided by; by 0 where it is less. */
  readonly freedom: number
  /** The order of a norm that has no kernel of its own. */
  readonly order: number
}

/** What the way back of a reduction looks at. */
export type ReductionOperand = "input" | "output" | "grad" | "places"

/** One reduction. */
export interface Reduction {
  /** Operands: the input, then the output, one number for each row. */
  readonly forward: (row: Row, at: ReductionCode) => void
  /** Operands: the input's gradient, then these; `places` counts along the axis. */
  readonly takes: readonly ReductionOperand[]
  readonly backward: (row: Row, at: ReductionCode) => void
}

/** Operands on the way forward. */
export const [X, Y] = [0, 1] as const
/** The operand that is written on the way back; those of `takes` follow. */
export const DX = 0
