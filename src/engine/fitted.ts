// Numbers that a document has written, given up for a distribution fitted to them: whole numbers stay whole, one-hot rows
// one-hot, and what has one sign keeps it, so that whatever the numbers feed still takes them.

import { writeCount, writeFull } from "../formula/number.ts"
import type { Analysis, NodeAnalysis } from "../graph/analysis/analysis.ts"
import type { GradwireDocument, ValueLiteral } from "../graph/document.ts"
import { setAttr, setUpstream, setValues } from "../graph/edit/edit.ts"
import { isRule } from "../graph/values/upstreamRule.ts"
import { isValueProblem } from "../graph/values/valueProblem.ts"
import { literalShape, readValue } from "../graph/values/values.ts"
import type { Json } from "../ops/attributes/attrs.ts"
import type { Init } from "../ops/kept.ts"
import { deviationOf, statsOf } from "../tensor/summary/stats.ts"
import type { Tensor } from "../tensor/tensor.ts"
import { classesFed } from "./classes.ts"
import { keptOf, nameOf, upstreamName, varies } from "./seedUse.ts"

/** What stands in place of written numbers: attributes of their node, or the rule of an upstream gradient. */
export type Fitted = {
  /** `X`, `conv1.weight`, `the upstream gradient of Y:output`. */
  readonly place: string
  /** `normal, mean 0.5, std 1.2`. */
  readonly words: string
} & (
  | {
      readonly of: "values"
      readonly node: string
      readonly name: string
      /** None where the node draws its own distribution. */
      readonly attrs: { readonly [name: string]: Json }
    }
  | { readonly of: "upstream"; readonly output: string; readonly rule: FittedDistribution }
)

/** A fit for each written tensor that can be drawn. What is the same in every cell, probabilities and masks are left as they are. */
export function fittedValues(analysis: Analysis): readonly Fitted[] {
  const nodes = [...analysis.nodes.values()].flatMap((node) =>
    keptOf(node).flatMap((kept) => {
      if (!Object.hasOwn(node.node.values ?? {}, kept.name)) return []
      const fit = fittedTensor(analysis, node, kept)
      return fit === null
        ? []
        : [{ of: "values", node: node.id, name: kept.name, place: nameOf(node, kept.name), ...fit } as const]
    }),
  )
  const upstream = Object.entries(analysis.document.upstream ?? {}).flatMap(([output, given]) => {
    const tensor = isRule(given) ? null : decoded(given)
    const rule = tensor === null ? null : fitOf(tensor)
    return rule === null
      ? []
      : [{ of: "upstream", output, place: upstreamName(output), words: wordsOf(rule), rule } as const]
  })
  return [...nodes, ...upstream]
}

function fittedTensor(
  analysis: Analysis,
  { id, op, node }: NodeAnalysis,
  { name, init }: { readonly name: string; readonly init: Init },
): Pick<Extract<Fitted, { of: "values" }>, "words" | "attrs"> | null {
  if (op?.kind !== "Input" && op?.kind !== "Parameter") {
    return op?.shelf !== "source" && varies(init) ? { words: "as the layer draws it", attrs: {} } : null
  }
  const classes = classesFed(analysis, id)
  if (classes !== null) return { words: `class indices, 0 to ${classes - 1}`, attrs: {} }
  const literal = node.values?.[name]
  const tensor = literal === undefined ? null : decoded(literal)
  const fit = tensor === null ? null : fitOf(tensor)
  const attrs = fit === null ? null : attrsFor(op.kind, fit)
  return fit === null || attrs === null ? null : { words: wordsOf(fit), attrs }
}

/** The document with these numbers drawn instead of written. */
export function withFitted(document: GradwireDocument, fits: readonly Fitted[]): GradwireDocument {
  let next = document
  for (const fit of fits) {
    if (fit.of === "upstream") {
      next = setUpstream(next, fit.output, { ...fit.rule })
      continue
    }
    next = setValues(next, fit.node, fit.name, undefined)
    for (const [attr, value] of Object.entries(fit.attrs)) next = setAttr(next, fit.node, attr, value)
  }
  return next
}

/** Null for what is no tensor. */
function decoded(literal: ValueLiteral): Tensor | null {
  const shape = literalShape(literal)
  const read = isValueProblem(shape) ? shape : readValue(literal, shape, "float64")
  return isValueProblem(read) ? null : read
}

// ---- Fits -----------------------------------------------------------------------------------------------------------------

/** A distribution with its numbers. */
export type FittedDistribution =
  | { readonly distribution: "normal"; readonly mean: number; readonly std: number }
  | { readonly distribution: "uniform" | "integers"; readonly low: number; readonly high: number }
  | { readonly distribution: "bernoulli"; readonly p: number }
  | { readonly distribution: "onehot" }

/** From so many numbers on the flatness of a distribution shows. */
const MANY = 20
/** Kurtosis: 3 of a normal, 1.8 of a uniform distribution. */
const FLAT = 2.2

/** The distribution of numbers, or null where they should stay: all the same, probabilities that sum to 1, not finite. */
export function fitOf(tensor: Tensor): FittedDistribution | null {
  const { data, shape } = tensor
  const { min, max, mean, nans, infinities } = statsOf(tensor)
  if (nans + infinities > 0 || data.length === 0) return null
  if (data.length === 1) return aroundOne(data[0] ?? 0)
  if (min === max) return null
  const whole = data.every(Number.isInteger)
  if (whole && isOneHot(tensor)) return { distribution: "onehot" }
  if (whole && min === 0 && max === 1) return { distribution: "bernoulli", p: short(mean) }
  if (whole) return { distribution: "integers", low: min, high: max + 1 }
  if (sumToOne(data, shape.at(-1) ?? 1)) return null
  const std = deviationOf(tensor, mean)
  // A normal distribution would give zeros and the other sign to what a logarithm or a root takes.
  const oneSign = (min > 0 && mean < 4 * std) || (max < 0 && -mean < 4 * std) || (min >= 0 && max <= 1)
  if (oneSign || (data.length >= MANY && kurtosis(data, mean, std) < FLAT)) {
    return { distribution: "uniform", low: short(min), high: short(max) }
  }
  return { distribution: "normal", mean: short(mean), std: short(std) }
}

/** One number has no spread: it may become up to twice as large, or as small as nothing, with its sign. */
function aroundOne(x: number): FittedDistribution {
  if (x === 0) return { distribution: "normal", mean: 0, std: 1 }
  const size = Math.abs(x)
  if (Number.isInteger(x)) {
    const most = Math.max(3, 2 * size - 1)
    return x > 0
      ? { distribution: "integers", low: 1, high: most + 1 }
      : { distribution: "integers", low: -most, high: 0 }
  }
  const ends = [0.5 * x, 1.5 * x].map(short).sort((a, b) => a - b)
  return { distribution: "uniform", low: ends[0] ?? 0, high: ends[1] ?? 1 }
}

function isOneHot({ data, shape }: Tensor): boolean {
  const classes = shape.at(-1) ?? 1
  if (classes < 2) return false
  for (let row = 0; row < data.length; row += classes) {
    let ones = 0
    for (const x of data.subarray(row, row + classes)) {
      if (x === 1) ones++
      else if (x !== 0) return false
    }
    if (ones !== 1) return false
  }
  return true
}

function sumToOne(data: Tensor["data"], size: number): boolean {
  if (size < 2) return false
  for (let row = 0; row < data.length; row += size) {
    const cells = data.subarray(row, row + size)
    const sum = Array.from(cells).reduce((all, x) => all + x, 0)
    if (Math.abs(sum - 1) > 1e-3 || cells.some((x) => x < 0)) return false
  }
  return true
}

/** Σ(x − mean)⁴ / (n σ⁴). */
function kurtosis(data: Tensor["data"], mean: number, std: number): number {
  let fourth = 0
  for (const x of data) fourth += ((x - mean) / std) ** 4
  return fourth / data.length
}

/** Numbers that a person can read: three digits. */
function short(x: number): number {
  return Number(x.toPrecision(3))
}

// ---- Words and attributes -------------------------------------------------------------------------------------------------

/** Null where the op has no such distribution: a Parameter draws no one-hot rows. */
function attrsFor(kind: string, fit: FittedDistribution): { readonly [name: string]: Json } | null {
  if (kind === "Input") return { ...fit }
  if (fit.distribution === "onehot") return null
  if (fit.distribution === "bernoulli") return { init: "integers", low: 0, high: 2 }
  const { distribution, ...numbers } = fit
  return { init: distribution, ...numbers }
}

function wordsOf(fit: FittedDistribution): string {
  switch (fit.distribution) {
    case "normal":
      return `normal, mean ${writeFull(fit.mean, "float64")}, std ${writeFull(fit.std, "float64")}`
    case "uniform":
      return `uniform, ${writeFull(fit.low, "float64")} to ${writeFull(fit.high, "float64")}`
    case "integers":
      return `whole numbers, ${writeCount(fit.low)} to ${writeCount(fit.high - 1)}`
    case "bernoulli":
      return `0 or 1, ${Math.round(100 * fit.p)} % ones`
    case "onehot":
      return "one-hot"
  }
}
