// What an optimizer, or a way to clip, says of itself so that kernels can do its work: lines of arithmetic on the numbers at one
// place, as text, and the names of tensors that they go over. Never code.

/**
 * Assignments in order. A name that was assigned is its new number from there on, in float64 until it is stored. Tensors are
 * `param`, `grad`, what the optimizer keeps by its name, and what stages before have assigned; other names are numbers of the
 * step. `next` is what the param becomes.
 */
export interface FastLines {
  readonly kernel: "lines"
  readonly lines: readonly (readonly [to: string, formula: string])[]
}

/** A tensor as a matrix, its first axis the rows, whose singular values are driven towards 1 by Newton–Schulz steps. */
export interface FastOrthogonal {
  readonly kernel: "orthogonal"
  readonly of: string
  readonly to: string
  readonly steps: number
  /** a, b, c of X' = aX + b(XXᵀ)X + c(XXᵀ)²X. */
  readonly polynomial: readonly [a: number, b: number, c: number]
  /** Least norm that is divided by. */
  readonly eps: number
}

/** The update of one param, stage by stage. */
export type FastUpdate = readonly (FastLines | FastOrthogonal)[]

/** What is done to every number of all gradients, and what is asked of all of them together before. */
export interface FastClip {
  /** The root of the sum of their squares, or the largest |g|; null where the lines need neither. */
  readonly norm: "2" | "inf" | null
  /** They assign `grad`. */
  readonly lines: FastLines["lines"]
}
