// How losses of many elements become one number.

import type { Draft, PartSource } from "./draft.ts"

/** The mean or the sum of all, or all as they are. */
export function reducedLoss(draft: Draft, all: PartSource, reduction: string): string {
  if (reduction === "none") return all
  return draft.apply("loss", reduction === "sum" ? "Sum" : "Mean", all)
}
