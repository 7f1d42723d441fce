import { writeNumber } from "../../formula/number.ts"
import { stats } from "../../state/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"

export type CardNumber = readonly [word: string, number: string]

const RANGE = ["rms", "mean", "min", "max"] as const

/** What a card says of a tensor; where some numbers are not finite, how many: the others are of those that are. */
export function cardNumbers(tensor: Tensor, names: readonly (typeof RANGE)[number][] = RANGE): readonly CardNumber[] {
  const known = stats(tensor)
  const { nans, infinities } = known
  return [
    ...names.map((name): CardNumber => [name === "rms" ? "RMS" : name, writeNumber(known[name])]),
    ...(nans > 0 ? [["NaN", String(nans)] as const] : []),
    ...(infinities > 0 ? [["∞", String(infinities)] as const] : []),
  ]
}
