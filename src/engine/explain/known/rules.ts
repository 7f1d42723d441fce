// The ops whose numbers have a closed form of their own, better than a sum found by trying or a list of derivatives.

import { type Draft, type Explanation, explainedSum } from "../terms/explanation.ts"
import { attention } from "./attention.ts"
import { binaryLoss } from "./binaryLoss.ts"
import { crossEntropy, negativeLogLikelihood } from "./classLosses.ts"
import { dropout } from "./dropout.ts"
import { embedding } from "./embedding.ts"
import type { GradientAt, Known, KnownRule, ValueAt } from "./known.ts"
import { ELEMENT_LOSSES } from "./losses.ts"
import { deviation, standardize, variance } from "./moments.ts"
import { multihead } from "./multihead.ts"
import { normalisation } from "./normalisation.ts"
import { pNorm } from "./pNorm.ts"
import { product } from "./product.ts"
import { logSoftmax, logSumExp, softmax } from "./softmax.ts"

const RULES: ReadonlyMap<string, KnownRule> = new Map([
  ["CrossEntropyLoss", crossEntropy],
  ["NLLLoss", negativeLogLikelihood],
  ["BCEWithLogitsLoss", binaryLoss],
  ["BatchNorm1d", normalisation],
  ["BatchNorm2d", normalisation],
  ["LayerNorm", normalisation],
  ["GroupNorm", normalisation],
  ["InstanceNorm2d", normalisation],
  ["RMSNorm", normalisation],
  ["Standardize", standardize],
  ["Var", variance],
  ["Std", deviation],
  ["Softmax", softmax],
  ["LogSoftmax", logSoftmax],
  ["LogSumExp", logSumExp],
  ["Embedding", embedding],
  ["Dropout", dropout],
  ["Dropout2d", dropout],
  ...ELEMENT_LOSSES,
  ["Prod", product],
  ["Norm", pNorm],
  ["MultiheadAttention", multihead],
  ["ScaledDotProductAttention", attention],
])

/** The closed form behind one cell of an output; null where the op has none. */
export function knownValue(at: ValueAt, tex: Explanation["tex"]): Draft | null {
  return drafted(at, tex, RULES.get(at.local.node.op.kind)?.value?.(at) ?? null)
}

/** The same for what goes back along one arrow. */
export function knownGradient(at: GradientAt, tex: Explanation["tex"]): Draft | null {
  return drafted(at, tex, RULES.get(at.local.node.op.kind)?.gradient?.(at) ?? null)
}

function drafted({ cell, number }: ValueAt | GradientAt, tex: Explanation["tex"], known: Known | null): Draft | null {
  if (known === null) return null
  const { words, terms, worked, rest, lit = [] } = known
  const sum = explainedSum({ cell, number, kind: "sum", tex, words }, terms)
  const whole = rest === undefined ? {} : { ...rest, difference: number - rest.total }
  const named = new Set(lit.map(({ name, side }) => `${side} ${name}`))
  const others = sum.lit.filter(({ name, side }) => !named.has(`${side} ${name}`))
  return { ...sum, ...whole, lit: [...others, ...lit], ...(worked === null ? {} : { worked }) }
}
