import { describe, expect, it } from "vitest"
import { type PadMode, pad, padBack, padIndex } from "../../src/tensor/conv/pad.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

describe("padding", () => {
  it.each<[PadMode, number[]]>([
    ["constant", [-1, -1, 0, 1, 2, -1]],
    ["circular", [1, 2, 0, 1, 2, 0]],
    ["reflect", [2, 1, 0, 1, 2, 1]],
    ["replicate", [0, 0, 0, 1, 2, 2]],
  ])("%s: where cells come from", (mode, index) => {
    expect([...padIndex(3, [2, 1], mode)]).toEqual(index)
  })
  it("cuts off with negative amounts", () => {
    expect([...padIndex(4, [-1, -2], "constant")]).toEqual([1])
  })
  it("pads corners from both axes, and sums gradients back", () => {
    const x = tensorOf([1, 2, 2], [1, 2, 3, 4], "float64")
    const amounts = [
      [1, 0],
      [0, 1],
    ] as const
    const y = pad(x, amounts, "circular")
    expect(y).toEqual(tensorOf([1, 3, 3], [3, 4, 3, 1, 2, 1, 3, 4, 3], "float64"))
    const g = tensorOf([1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9], "float64")
    expect(padBack(g, x.shape, amounts, "circular")).toEqual(
      tensorOf([1, 2, 2], [4 + 6, 5, 1 + 3 + 7 + 9, 2 + 8], "float64"),
    )
  })
  it("fills with a value", () => {
    expect([...pad(tensorOf([1], [7], "float64"), [[1, 2]], "constant", -1).data]).toEqual([-1, 7, -1, -1])
  })
})
