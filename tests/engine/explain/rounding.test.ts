import { expect, test } from "vitest"
import { explain } from "../../../src/engine/explain/explain.ts"
import type { Cell, Explanation } from "../../../src/engine/explain/terms/explanation.ts"
import { bySize } from "../../../src/engine/explain/terms/explanation.ts"
import { differs, roundingOf } from "../../../src/engine/explain/terms/rounding.ts"
import { run } from "../../../src/engine/pass/run.ts"
import { openGraph } from "../../graphs/gallery.ts"
import { someCells } from "./single.ts"

/** Sums behind some cells of all tensors of a graph, run in float32. */
function sumsOf(id: string): readonly Explanation[] {
  const { analysis } = openGraph(id)
  const result = run(analysis, { mode: "train", dtype: "float32" })
  const sides = [["value", result.values] as const, ["gradient", result.gradients] as const]
  return sides.flatMap(([side, tensors]) =>
    [...tensors].flatMap(([name, tensor]) =>
      someCells(name, tensor, 3).flatMap((index) => {
        const explanation = explain(analysis, result, { name, side, index } satisfies Cell)
        return explanation === null || explanation.total === null ? [] : [explanation]
      }),
    ),
  )
}

test.each(["batch-norm", "b5-distributions", "t3-newton-schulz"])(
  "%s: what rounding leaves of float32 sums is no difference; a term that is lacking is one",
  (id) => {
    let rounded = 0
    let told = 0
    for (const explanation of sumsOf(id)) {
      const { cell, terms, total, difference } = explanation
      expect(differs(explanation, "float32"), `${cell.side} ${cell.name} ${cell.index}: ${difference}`).toBe(false)
      if (difference !== 0) rounded++
      const [largest] = terms.map(({ product }) => product).sort(bySize)
      if (largest === undefined || total === null || Math.abs(largest) < 1e-9) continue
      const lacking = { ...explanation, total: total - largest, difference: explanation.number - total + largest }
      expect(differs(lacking, "float32"), `${cell.side} ${cell.name} ${cell.index} without ${largest}`).toBe(true)
      told++
    }
    expect(rounded).toBeGreaterThan(0)
    expect(told).toBeGreaterThan(10)
  },
)

test("the bound is that of a sum of products, and infinities are no rounding", () => {
  const { analysis, result } = openGraph("batch-norm")
  const sum = explain(analysis, result, { name: "X:value", side: "gradient", index: 0 })!
  const size = sum.terms.reduce((all, { product }) => all + Math.abs(product), 0)
  const bound = roundingOf(sum, "float32")
  expect(bound).toBeGreaterThan((3 + 8) * 2 ** -24 * size)
  expect(bound).toBeLessThan(30 * 2 ** -24 * size)
  expect(roundingOf({ ...sum, total: null }, "float32")).toBe(0)
  expect(differs({ ...sum, number: Number.NaN, difference: Number.NaN }, "float32")).toBe(true)
  const infinite = { number: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY, difference: Number.NaN }
  expect(differs({ ...sum, ...infinite }, "float32")).toBe(false)
})
