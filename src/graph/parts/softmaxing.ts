// Exponentials of scores, safe from overflow: the largest of each row is subtracted first. It cancels in what softmax
// answers, so no gradient may flow through it.

import type { Draft, PartSource } from "./draft.ts"

/** x − max, its exponential, and the sum of those along `axis`. */
export function shiftedExponentials(
  draft: Draft,
  input: PartSource,
  axis: number,
): Record<"shifted" | "exp" | "sum", string> {
  const largest = draft.apply("max", "Max", input, { dim: [axis], keepdim: true })
  const held = draft.apply("held", "StopGradient", largest)
  const shifted = draft.add("shifted", "Sub", { a: input, b: held })
  const exp = draft.apply("exp", "Exp", shifted)
  return { shifted, exp, sum: draft.apply("sum", "Sum", exp, { dim: [axis], keepdim: true }) }
}

/** log softmax = (x − max) − log Σ e^(x − max), in the order that keeps small logarithms. */
export function logSoftmaxParts(draft: Draft, input: PartSource, axis: number): string {
  const { shifted, sum } = shiftedExponentials(draft, input, axis)
  const normaliser = draft.apply("log_sum", "Log", sum)
  return draft.add("log_p", "Sub", { a: shifted, b: normaliser }, {}, "\\log p")
}
