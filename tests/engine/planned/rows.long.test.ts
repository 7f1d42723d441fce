// Kernels that go along rows, against the eager rules: tensors of every rank with odd sizes, rows along every choice of axes,
// numbers that are equal, and NaN and infinities, which stay where they are.

import { expect, test } from "vitest"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { sizeOf } from "../../../src/tensor/tensor.ts"
import { cases, counted, seed } from "../../campaign.ts"
import { exampleDocument, twins } from "./twins.ts"

const MOST = 1e-5

type Draw = (low: number, high: number) => number
type Example = Parameters<typeof exampleDocument>[1]

function shapeOf(draw: Draw, least = 0): number[] {
  const rank = draw(least, 5)
  const size = (): number => (draw(0, 5) === 0 ? draw(17, 50) : draw(1, 10))
  return Array.from({ length: rank }, () => (rank < 3 ? size() : draw(1, 8)))
}

/** Some of the axes, in any order; null for all. */
function axesOf(draw: Draw, rank: number): number[] | null {
  if (rank === 0 || draw(0, 4) === 0) return null
  const axes = Array.from({ length: rank }, (_, axis) => axis).filter(() => draw(0, 2) === 0)
  return axes.length === 0 ? [draw(0, rank)] : axes.map((axis) => (draw(0, 2) === 0 ? axis - rank : axis)).reverse()
}

function reduction(draw: Draw): { readonly kind: string; readonly example: Example } {
  const kinds = ["Sum", "Mean", "Max", "Min", "Prod", "Norm", "Std", "Var", "CumSum"]
  const kind = kinds[draw(0, kinds.length)]!
  const input = shapeOf(draw)
  if (kind === "CumSum") {
    return {
      kind,
      example: { attrs: { dim: draw(-Math.max(1, input.length), Math.max(1, input.length)) }, shapes: { input } },
    }
  }
  const p = ["-inf", 0, 1, 2, "inf"][draw(0, 5)]!
  const own = kind === "Norm" ? { p } : kind === "Std" || kind === "Var" ? { correction: draw(0, 3) } : {}
  const attrs = { dim: axesOf(draw, input.length), keepdim: draw(0, 2) === 0, ...own }
  // Sums that are nearly 0 beside their terms would be all rounding.
  return {
    kind,
    example: { attrs, shapes: { input }, range: { input: kind === "Sum" || kind === "CumSum" ? [-1, 2] : [-2, 2] } },
  }
}

test("reductions along every choice of axes", () => {
  const random = randomStream(seed, "planned", "reductions")
  const count = cases(150)
  for (let number = 0; number < count; number++) {
    const { kind, example } = reduction((low, high) => low + random.below(Math.max(1, high - low)))
    const { apart, eager } = twins(exampleDocument(ops.get(kind)!, example, number))
    expect(eager, `${kind} ${JSON.stringify(example)}`).toEqual([])
    for (const [name, share] of apart)
      expect(share, `${kind} ${JSON.stringify(example)} ${name}`).toBeLessThanOrEqual(MOST)
  }
  counted(count, "reductions by kernels, against the eager loops")
})

test("equal numbers, zeros, NaN and infinities are treated as by the ops' own rules", () => {
  const random = randomStream(seed, "planned", "special")
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e-40]
  for (const kind of ["Sum", "Mean", "Max", "Min", "Prod", "Norm", "Std", "Var", "CumSum"]) {
    for (const p of kind === "Norm" ? [0, 1, 2, "inf", "-inf"] : [2]) {
      for (const dim of [0, 1, null]) {
        for (const value of special) {
          const input = [5, 7]
          const attrs = kind === "CumSum" ? { dim: dim ?? 0 } : { dim, ...(kind === "Norm" ? { p } : {}) }
          const values = { input: Array.from({ length: sizeOf(input) }, () => random.below(5) - 2) }
          const document = exampleDocument(ops.get(kind)!, { attrs, shapes: { input }, values })
          const { apart } = twins(document, "eval", (data) => data.set([value, value], 10))
          for (const [name, share] of apart)
            expect(share, `${kind} ${p} ${dim} ${value} ${name}`).toBeLessThanOrEqual(MOST)
        }
      }
    }
  }
})
