// Dropout: y = m x/(1 − p) in training, with the mask m of this run's seed; in evaluation a copy.

import { keptScale } from "../../../ops/families/dropping.ts"
import { addressOf } from "../../../tensor/address.ts"
import type { Factor } from "../terms/explanation.ts"
import { type LocalNode, outputOf } from "../terms/local.ts"
import {
  attrNumber,
  broadcastCell,
  type GradientAt,
  held,
  inputFactor,
  type Known,
  type KnownRule,
  madeFactor,
  outputFactor,
  productOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

export const dropout: KnownRule = {
  value: (at) => (at.port === "output" ? value(at) : null),
  gradient,
}

/** Mask and scale at a cell; none in evaluation, where all is kept. */
function dropped(local: LocalNode, index: number): { readonly words: string; readonly factors: readonly Factor[] } {
  const { mode, attrs } = local.context
  const mask = outputOf(local, "mask")
  if (mode === "eval" || mask === null) return { words: "In evaluation nothing is dropped: a copy.", factors: [] }
  const cell = broadcastCell(mask.shape, addressOf(held(local, "input").shape, index))
  const scale = keptScale({ mode, attrs: { p: attrNumber(local, "p"), rescale: attrs.rescale === true } })
  const kept = mask.data[cell] !== 0
  const factors = [outputFactor(local, "mask", cell), ...(scale === 1 ? [] : [madeFactor("1/(1 − p)", scale)])]
  return {
    words: kept ? "Kept by this run's mask." : "Dropped by this run's mask: another seed drops others.",
    factors,
  }
}

function value({ local, cell }: ValueAt): Known {
  const { words, factors } = dropped(local, cell.index)
  return { words, terms: [productOf(inputFactor(local, "input", cell.index), ...factors)], worked: null }
}

function gradient(at: GradientAt): Known {
  const { words, factors } = dropped(at.local, at.cell.index)
  return { words, terms: [productOf(upstreamFactor(at, "output", at.cell.index), ...factors)], worked: null }
}
