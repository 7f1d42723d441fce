import { writeNumber } from "../../../formula/number.ts"
import { exactWords, type Figure, RMS_MARK, writeBeside, writeMean } from "../../../graph/drawing/text/tensorNumber.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import type { Tensor } from "../../../tensor/tensor.ts"

export type CardNumber = readonly [word: string, number: string, tip?: string]

const RANGE = ["rms", "mean", "min", "max"] as const

/**
 * What a card says of a tensor: the number itself where there is only one; where some of many are not finite, how many, and the
 * others are of those that are. `scale`: the largest of what a sum was made of.
 */
export function cardNumbers(
  tensor: RunTensor | Tensor,
  names: readonly (typeof RANGE)[number][] = RANGE,
  scale = 0,
): readonly CardNumber[] {
  const known = stats(tensor)
  const { only, rms, precision, nans, infinities } = known
  if (only !== null) return [withTip("=", writeBeside(only, scale, precision))]
  return [
    ...names.map((name) => {
      if (name === "rms") return withTip(RMS_MARK, writeBeside(rms, scale, precision))
      return withTip(name, name === "mean" ? writeMean(known) : { text: writeNumber(known[name]), exact: null })
    }),
    ...(nans > 0 ? [["NaN", String(nans)] as const] : []),
    ...(infinities > 0 ? [["∞", String(infinities)] as const] : []),
  ]
}

function withTip(word: string, { text, exact }: Figure): CardNumber {
  return exact === null ? [word, text] : [word, text, exactWords(exact)]
}
