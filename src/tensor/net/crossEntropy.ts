// Cross-entropy between shares of classes and logarithms of probabilities. Tensors are seen as outer × classes × inner
// (axis.ts); a place is one (outer, inner), and places are numbered row-major, as targets of class indices are.

import type { Around } from "../axis.ts"
import { type Tensor, zerosLike } from "../tensor.ts"

/** How much each class of each place counts: (1 − smoothing)·[class = index] + smoothing/classes; 0 at ignored places. */
export function sharesOfIndices(
  like: Tensor,
  indices: Tensor,
  view: Around,
  smoothing: number,
  ignored: number,
): Tensor {
  const shares = zerosLike(like)
  const { size } = view
  eachCell(view, (cell, place, c) => {
    const index = indices.data[place]!
    if (index === ignored) return
    shares.data[cell] = (index === c ? 1 - smoothing : 0) + smoothing / size
  })
  return shares
}

/** −Σ_c weight_c · share_c · logp_c at each place, in float64. A class without share does not count, even at −∞. */
export function placeLosses(logs: Tensor, shares: Tensor, weight: Tensor | undefined, view: Around): Tensor {
  const sums = new Float64Array(view.outer * view.inner)
  eachCell(view, (cell, place, c) => {
    const share = shares.data[cell]!
    if (share !== 0) sums[place]! -= (weight?.data[c] ?? 1) * share * logs.data[cell]!
  })
  return { shape: [sums.length], data: sums }
}

/** ∂L/∂logp = −weight_c · share_c · g, with g = ∂L/∂(loss) of each place; 0 without share, even if g is not finite. */
export function logGradients(shares: Tensor, weight: Tensor | undefined, g: Tensor, view: Around): Tensor {
  const grad = zerosLike(shares)
  eachCell(view, (cell, place, c) => {
    const share = shares.data[cell]!
    if (share !== 0) grad.data[cell] = -(weight?.data[c] ?? 1) * share * g.data[place]!
  })
  return grad
}

/** ∂L/∂share = −weight_c · logp_c · g. */
export function shareGradients(logs: Tensor, weight: Tensor | undefined, g: Tensor, view: Around): Tensor {
  const grad = zerosLike(logs)
  eachCell(view, (cell, place, c) => {
    grad.data[cell] = -(weight?.data[c] ?? 1) * logs.data[cell]! * g.data[place]!
  })
  return grad
}

/** ∂L/∂weight_c = −Σ share_c · logp_c · g over places, in float64. */
export function classWeightGradients(logs: Tensor, shares: Tensor, g: Tensor, view: Around): Float64Array {
  const sums = new Float64Array(view.size)
  eachCell(view, (cell, place, c) => {
    const share = shares.data[cell]!
    if (share !== 0) sums[c]! -= share * logs.data[cell]! * g.data[place]!
  })
  return sums
}

/** How many places have each class; ignored ones have none. */
export function countClasses(indices: Tensor, classes: number, ignored: number): Float64Array {
  const counts = new Float64Array(classes)
  for (const index of indices.data) if (index !== ignored) counts[index]!++
  return counts
}

function eachCell({ outer, size, inner }: Around, visit: (cell: number, place: number, c: number) => void): void {
  for (let o = 0, cell = 0; o < outer; o++) {
    for (let c = 0; c < size; c++) {
      for (let i = 0; i < inner; i++, cell++) visit(cell, o * inner + i, c)
    }
  }
}
