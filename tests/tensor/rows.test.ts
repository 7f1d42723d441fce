import { expect, test } from "vitest"
import { asRows, linear } from "../../src/tensor/matrix/linear.ts"
import { dropoutMask, dropoutScale, openMask } from "../../src/tensor/net/dropout.ts"
import { gatherRows, rowsOf, scatterRows, stacked } from "../../src/tensor/net/rows.ts"
import { randomStream } from "../../src/tensor/random.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"

const table = tensorOf([3, 2], [1, 2, 3, 4, 5, 6], "float64")
const indices = tensorOf([2, 2], [2, 0, 2, 1], "float64")

test("rows are gathered by index, and gradients go back to them, twice where one was used twice", () => {
  expect(gatherRows(table, indices)).toEqual(tensorOf([2, 2, 2], [5, 6, 1, 2, 5, 6, 3, 4], "float64"))
  const g = tensorOf([2, 2, 2], [1, 1, 10, 10, 100, 100, 1000, 1000], "float64")
  expect([...scatterRows(g, indices, [3, 2], null).data]).toEqual([10, 10, 1000, 1000, 101, 101])
  expect([...scatterRows(g, indices, [3, 2], 2).data]).toEqual([10, 10, 1000, 1000, 0, 0])
})

test("stretches of rows are cut out and put together", () => {
  const parts = [rowsOf(table, 0, 1), rowsOf(table, 1, 3)]
  expect(parts[1]?.shape).toEqual([2, 2])
  expect(stacked(parts, table, [3, 2])).toEqual(table)
})

test("a linear map works on the last axis of any shape", () => {
  const x = tensorOf([2, 1, 2], [1, 2, 3, 4], "float64")
  const y = finish(linear(x, table, tensorOf([3], [0, 0, 100], "float64")))
  expect(y).toEqual(tensorOf([2, 1, 3], [5, 11, 117, 11, 25, 139], "float64"))
  expect(asRows(x).shape).toEqual([2, 2])
})

test("a dropout mask keeps the right share, and is the same for the same stream", () => {
  const draw = () => dropoutMask([10_000], 0.3, randomStream(1, "drop", "mask"), "float32")
  const mask = draw()
  const share = mask.data.filter((m) => m === 1).length / mask.data.length
  // Four standard deviations of a binomial share.
  expect(Math.abs(share - 0.7)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 10_000))
  expect(mask.data.every((m) => m === 0 || m === 1)).toBe(true)
  expect(draw()).toEqual(mask)
  expect(openMask([2], "float32")).toEqual(tensorOf([2], [1, 1], "float32"))
})

test("dropping all keeps nothing, dropping none keeps all", () => {
  const random = () => randomStream(1, "drop", "mask")
  expect(dropoutMask([100], 1, random(), "float64").data.every((m) => m === 0)).toBe(true)
  expect(dropoutMask([100], 0, random(), "float64").data.every((m) => m === 1)).toBe(true)
  expect([dropoutScale(0), dropoutScale(0.75), dropoutScale(1)]).toEqual([1, 4, 0])
})
