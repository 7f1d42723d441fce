import { expect, test } from "vitest"
import { nextInPlane } from "../../src/editor/canvas/threads/Slide.tsx"
import { MOST_THREADS, threadsOf } from "../../src/editor/canvas/threads/threads.ts"
import { explain } from "../../src/engine/explain/explain.ts"
import { sizeOf } from "../../src/tensor/tensor.ts"
import { openGraph } from "../graphs/gallery.ts"

test.each(["batch-norm", "f2-fir-filter-shifted", "g3-max-pool", "f6-transposed-2d", "t1-edges-cnn", "d3-dropout"])(
  "%s: what the threads of each cell say adds up to what its explanation says",
  (id) => {
    const { analysis, result } = openGraph(id)
    let told = 0
    for (const [side, tensors] of [
      ["value", result.values],
      ["gradient", result.gradients],
    ] as const) {
      for (const [name, { shape }] of tensors) {
        const size = sizeOf(shape)
        for (const index of new Set([0, Math.floor(size / 3), size - 1])) {
          const explanation = explain(analysis, result, { name, side, index })
          if (explanation === null) continue
          const { threads, rest, total } = threadsOf(explanation, () => true)
          expect(threads.length).toBeLessThanOrEqual(MOST_THREADS)
          const all = explanation.terms.length + (explanation.more?.count ?? 0)
          expect(threads.length + (rest?.count ?? 0)).toBe(all)
          if (total === null) continue
          const sum = threads.reduce((sum, { product }) => sum + product, rest?.sum ?? 0)
          expect(sum).toBeCloseTo(total, 9)
          // None that is left out is larger than one that is drawn.
          const least = Math.min(...threads.map(({ product }) => Math.abs(product)))
          const left = explanation.terms.filter(({ product }) => !threads.some((one) => one.product === product))
          for (const { product } of left) expect(Math.abs(product)).toBeLessThanOrEqual(least + 1e-12)
          told += 1
        }
      }
    }
    expect(told).toBeGreaterThan(5)
  },
)

test("a thread begins at another cell, one that is drawn where there is one", () => {
  const { analysis, result } = openGraph("batch-norm")
  const cell = { name: "Y:output", side: "value", index: 4 } as const
  const explanation = explain(analysis, result, cell)!
  const names = (drawn: RegExp) =>
    threadsOf(explanation, ({ name }) => drawn.test(name)).threads.map(({ cell }) => cell?.name)
  expect(names(/^Z/)).toEqual(["Z:output", "beta:value"])
  expect(names(/^gamma/)).toEqual(["gamma:value", "beta:value"])
})

test("the window slides over all cells of its plane and begins again", () => {
  const shape = [2, 3, 2, 2]
  const seen: number[] = []
  for (let at = 9; !seen.includes(at); at = nextInPlane(shape, at)) seen.push(at)
  expect(seen).toEqual([9, 10, 11, 8])
  expect(nextInPlane([3], 2)).toBe(0)
})
