// The largest singular value of a large matrix, from a few dozen products with it (Golub and Kahan 1965, Lanczos 1950).

import { randomStream } from "../random.ts"
import { addTo, dotAt, largestSingularValue, type Vectors } from "./bidiagonal.ts"

/** Looks this many steps back to see whether the answer still moves. */
const CALM = 8

/**
 * The largest singular value by Golub, Kahan and Lanczos' iteration from random numbers (always the same), every vector
 * made orthogonal to all before it. Ends when the answer has not moved in its last digits for eight steps.
 */
export function* largestByLanczos(columns: Vectors): Generator<void, number, void> {
  const { count, length } = columns
  const random = randomStream(0, "svd", "start")
  let right = normalized(Float64Array.from({ length: count }, () => random.normal()))
  const [lefts, rights, alphas, betas]: [Float64Array[], Float64Array[], number[], number[]] = [[], [], [], []]
  let answers: number[] = []
  for (let step = 0; step < count && right !== null; step++) {
    rights.push(right)
    const ahead = timesVector(columns, right)
    const last = lefts.at(-1)
    if (last !== undefined) addTo(ahead, last, 0, -(betas.at(-1) ?? 0), 0, length)
    clear(ahead, lefts)
    const alpha = lengthOf(ahead)
    alphas.push(alpha)
    answers = [
      ...answers.slice(-CALM),
      largestSingularValue({ diagonal: Float64Array.from(alphas), beside: Float64Array.from(betas) }),
    ]
    yield
    const [oldest = 0, newest = 0] = [answers[0], answers.at(-1)]
    if (answers.length > CALM && newest - oldest <= 4 * Number.EPSILON * newest) return newest
    const left = normalized(ahead)
    if (left === null) break
    lefts.push(left)
    const back = timesTransposed(columns, left)
    addTo(back, right, 0, -alpha, 0, count)
    clear(back, rights)
    betas.push(lengthOf(back))
    right = normalized(back)
    yield
  }
  return answers.at(-1) ?? 0
}

/** A·x */
function timesVector({ count, length, data }: Vectors, x: Float64Array): Float64Array {
  const y = new Float64Array(length)
  for (let j = 0; j < count; j++) addTo(y, data, j * length, x[j]!, 0, length)
  return y
}

/** Aᵀ·y */
function timesTransposed({ count, length, data }: Vectors, y: Float64Array): Float64Array {
  return Float64Array.from({ length: count }, (_, j) => dotAt(data, j * length, y, 0, length))
}

/** Takes away what points along the others, twice, since once leaves rounding behind. */
function clear(x: Float64Array, others: readonly Float64Array[]): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const other of others) addTo(x, other, 0, -dotAt(other, 0, x, 0, x.length), 0, x.length)
  }
}

function lengthOf(x: Float64Array): number {
  return Math.sqrt(dotAt(x, 0, x, 0, x.length))
}

function normalized(x: Float64Array): Float64Array | null {
  const length = lengthOf(x)
  return length > 1e-150 ? x.map((one) => one / length) : null
}
