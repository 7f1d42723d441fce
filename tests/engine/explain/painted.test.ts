import { expect, it } from "vitest"
import { paintedCopies } from "../../../src/engine/explain/painted.ts"
import { openGraph } from "../../graphs/gallery.ts"

it("F6: four copies of the filter, scaled, whose sum is the output", () => {
  const { analysis, result, value } = openGraph("f6-transposed-2d")
  const copies = paintedCopies(analysis, result, "y")!
  expect(copies.map(({ words, number }) => [words, number])).toEqual([
    ["x[0, 0, 0, 0]", -1],
    ["x[0, 0, 0, 1]", 2],
    ["x[0, 0, 1, 0]", 3],
    ["x[0, 0, 1, 1]", 1],
  ])
  expect(copies.map(({ painted }) => Array.from(painted.data, (x) => x + 0))).toEqual([
    [-1, 1, 0, 0, -1, 0, 0, 0, 0],
    [0, 2, -2, 0, 0, 2, 0, 0, 0],
    [0, 0, 0, 3, -3, 0, 0, 3, 0],
    [0, 0, 0, 0, 1, -1, 0, 0, 1],
  ])
  const sum = copies.reduce((all, { painted }) => all.map((x, i) => x + painted.data[i]!), Array(9).fill(0))
  expect(sum).toEqual(value("y:output"))
  expect([...copies[0]!.reaches].sort()).toEqual([0, 1, 3, 4])
})

it("paints nothing for other ops", () => {
  const { analysis, result } = openGraph("f3-sobel")
  expect(paintedCopies(analysis, result, "y")).toBeNull()
})
