// How the check speaks: the same words on cards, in the table and in their tips.

import { writeCount } from "../../../formula/number.ts"
import type { NodeCheck } from "../../../state/run/gradcheck.ts"

/** `2e−9`: one digit is enough to see whether it is rounding. */
export function writeError(error: number): string {
  if (error === 0) return "0"
  if (!Number.isFinite(error)) return "∞"
  const [digits = "", power = ""] = error.toExponential(0).split("e")
  return `${digits}e${power.replace("-", "−").replace("+", "")}`
}

export type Verdict = "agrees" | "wrong" | "kinks"

export function verdictOf({ worst, compared }: Pick<NodeCheck, "worst" | "compared">, tolerance: number): Verdict {
  if (worst > tolerance) return "wrong"
  return compared === 0 ? "kinks" : "agrees"
}

/** One sentence on what was found at a node. */
export function sentenceOf(check: NodeCheck, tolerance: number): string {
  const kinks =
    check.kinks === 0
      ? ""
      : ` ${writeCount(check.kinks)} ${check.kinks === 1 ? "number stands" : "numbers stand"} at a kink and have no derivative.`
  switch (verdictOf(check, tolerance)) {
    case "wrong":
      return `Backward does not agree with central differences: worst relative error ${writeError(check.worst)}.${kinks}`
    case "kinks":
      return `Nothing could be compared.${kinks}`
    case "agrees":
      return `Backward agrees with central differences: worst relative error ${writeError(check.worst)} over ${writeCount(check.compared)} numbers.${kinks}`
  }
}
