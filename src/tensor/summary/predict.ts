// Which class scores highest, place by place.

import type { Around } from "../axis.ts"
import type { Tensor } from "../tensor.ts"

/** Index of the largest score along the middle axis at each place (outer × inner); the first of equal ones, NaN never. */
export function predictions(scores: Tensor, { outer, size, inner }: Around): Int32Array {
  const best = new Int32Array(outer * inner)
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let most = Number.NEGATIVE_INFINITY
      for (let s = 0; s < size; s++) {
        const score = scores.data[(o * size + s) * inner + i]!
        if (!(score > most)) continue
        most = score
        best[o * inner + i] = s
      }
    }
  }
  return best
}

/** −log of the score's softmax at each place's class (`normalised`: the scores are logarithms already); 0 where ignored. */
export function classLosses(scores: Tensor, target: Tensor, view: Around, normalised: boolean): Float64Array {
  const { outer, size, inner } = view
  const losses = new Float64Array(outer * inner)
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = (s: number): number => scores.data[(o * size + s) * inner + i]!
      const actual = target.data[o * inner + i]!
      if (!(actual >= 0 && actual < size)) continue
      losses[o * inner + i] = (normalised ? 0 : logSumExp(size, at)) - at(actual)
    }
  }
  return losses
}

function logSumExp(size: number, at: (s: number) => number): number {
  let most = Number.NEGATIVE_INFINITY
  for (let s = 0; s < size; s++) most = Math.max(most, at(s))
  let sum = 0
  for (let s = 0; s < size; s++) sum += Math.exp(at(s) - most)
  return most + Math.log(sum)
}

/** The classes with −1, no class, where they are the one that a loss leaves out. */
export function withoutClass(target: Tensor, ignored: unknown): Tensor {
  const data = target.data.slice()
  for (let place = 0; place < data.length; place++) if (data[place] === ignored) data[place] = -1
  return { shape: target.shape, data }
}

/** Places whose class counts, and those of them where it is predicted. Classes outside of 0 … size − 1 are left out. */
export function countRight(predicted: Int32Array, target: Tensor, size: number): { right: number; of: number } {
  let right = 0
  let of = 0
  for (let place = 0; place < predicted.length; place++) {
    const actual = target.data[place]!
    if (!(actual >= 0 && actual < size)) continue
    of += 1
    if (predicted[place] === actual) right += 1
  }
  return { right, of }
}
