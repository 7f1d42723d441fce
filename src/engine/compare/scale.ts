// Mistakes that multiply everything by one number: the sign, n or n − 1 in a mean or variance, a missing 2, an RMS.

import { writeNumber } from "../../formula/number.ts"
import { shapesAt } from "../../graph/analysis/shapes.ts"
import { map } from "../../tensor/elementwise.ts"
import { statsOf } from "../../tensor/summary/stats.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"
import { nodeAt } from "./rerun/place.ts"
import type { CauseRule, ComparedTensor } from "./rerun/subject.ts"

interface Factor {
  readonly value: number
  readonly words: string
}

/** A ratio of rounded numbers is this near; which factor it is, all cells together decide. */
const NEAR = 0.25

/** A named factor first, plainest first; a constant ratio without a name last. */
export const scaled: CauseRule = function* (subject, theirs) {
  const { ours } = subject
  const ratio = ratioOf(ours, theirs)
  if (ratio === null) return
  const near = factorsOf(subject).filter(({ value }) => Math.abs(value / ratio - 1) < NEAR)
  for (const { value, words } of near) yield { words, tensor: map(ours, (x) => x * value) }
  if (cellsWithNumbers(ours) < 3) return
  const words = `Every number is ours times ${writeNumber(ratio, 5)}: one constant factor.`
  yield { words, tensor: map(ours, (x) => x * ratio), lastResort: true }
}

/** Their number over ours where ours is largest: there rounding says least. */
function ratioOf(ours: Tensor, theirs: Tensor): number | null {
  let best = -1
  ours.data.forEach((x, i) => {
    if (Number.isFinite(x) && Math.abs(x) > Math.abs(ours.data[best] ?? 0)) best = i
  })
  const ratio = (theirs.data[best] ?? Number.NaN) / (ours.data[best] ?? Number.NaN)
  return Number.isFinite(ratio) && ratio !== 0 ? ratio : null
}

function cellsWithNumbers({ data }: Tensor): number {
  let count = 0
  for (const x of data) if (x !== 0) count++
  return count
}

function factorsOf(subject: ComparedTensor): readonly Factor[] {
  const rms = statsOf(subject.ours).rms
  const counts = countsAround(subject)
  return [
    { value: -1, words: "The sign is the other one: every number is minus ours." },
    { value: 2, words: "Every number is twice ours: a factor 2 is there that should not be, or was counted twice." },
    { value: 0.5, words: "Every number is half of ours: a factor 2 is missing." },
    ...counts.flatMap((n) => byCorrection(n)),
    ...counts.flatMap((n) => byCount(n)),
    ...(rms > 0 ? [{ value: 1 / rms, words: `It is divided by its RMS, ${writeNumber(rms, 4)}.` }] : []),
    ...(rms > 0 ? [{ value: rms, words: `It is multiplied by its RMS, ${writeNumber(rms, 4)}, once more.` }] : []),
  ]
}

function byCorrection(n: number): readonly Factor[] {
  if (n < 2) return []
  const r = n / (n - 1)
  const words = (divided: number, instead: number): string =>
    `It is divided by ${divided} instead of ${instead}: the variance with ${divided === n ? "n" : "n − 1"} of n = ${n}`
  return [
    { value: r, words: `${words(n - 1, n)}.` },
    { value: 1 / r, words: `${words(n, n - 1)}.` },
    { value: Math.sqrt(r), words: `${words(n - 1, n)}, under the root.` },
    { value: Math.sqrt(1 / r), words: `${words(n, n - 1)}, under the root.` },
  ]
}

function byCount(n: number): readonly Factor[] {
  if (n < 2) return []
  return [
    { value: 1 / n, words: `It is divided by n = ${n}: a mean where ours is a sum, or a mean taken twice.` },
    { value: n, words: `It is multiplied by n = ${n}: a sum where ours is a mean.` },
    { value: 1 / Math.sqrt(n), words: `It is divided by √n, n = ${n}.` },
    { value: Math.sqrt(n), words: `It is multiplied by √n, n = ${n}.` },
  ]
}

/** Numbers that a mean may have been taken over: products of axes of the tensors around. */
function countsAround({ analysis, result, name, ours }: ComparedTensor): readonly number[] {
  const node = analysis.nodes.get(nodeAt(analysis, name))
  const inputs = Object.values(node?.context?.shapes ?? {}).flatMap(shapesAt)
  const outputs = Object.values(node?.outputs ?? {}).flatMap(shapesAt)
  const target = result.target === null ? undefined : result.values.get(result.target)?.shape
  const counts = [ours.shape, ...inputs, ...outputs, ...(target === undefined ? [] : [target])].flatMap(productsOf)
  return [...new Set(counts)].filter((n) => n > 1).sort((a, b) => a - b)
}

function productsOf(shape: Shape): readonly number[] {
  if (shape.length > 5) return []
  return shape.reduce<readonly number[]>((products, n) => products.concat(products.map((p) => p * n)), [1])
}
