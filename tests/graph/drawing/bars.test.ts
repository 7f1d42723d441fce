// Scores as bars: where zero is, which way a bar goes, which leads, and that a stroke does not move what stands still.

import { describe, expect, it } from "vitest"
import { barsHeight, barsIn, leadIn } from "../../../src/graph/drawing/tile/bars.ts"

const SIZE = { width: 232, height: 60 }
const of = (numbers: readonly number[], names: readonly string[] | null = null, size = 11, shares = false) =>
  barsIn(Float64Array.from(numbers), { names, shares }, { rows: numbers.length }, SIZE, size)

describe("bars of scores", () => {
  it("go right for what is above zero and left for what is below, as long as the number says", () => {
    const { rows, axis, scale } = of([8, -4, 0])
    expect(scale).toBe(10)
    expect(rows.map(({ x }) => x >= axis)).toEqual([true, false, true])
    expect(rows[1]!.x + rows[1]!.width).toBeCloseTo(axis, 9)
    expect(rows[0]!.width).toBeCloseTo(2 * rows[1]!.width, 9)
    expect(rows[2]!.width).toBe(0)
    expect(rows.map(({ leads }) => leads)).toEqual([true, false, false])
    expect(rows.map(({ text }) => text)).toEqual(["8", "−4", "0"])
  })

  it("have the names of the classes, or their indices", () => {
    expect(of([1, 2], ["vertical", "horizontal"]).rows.map(({ name }) => name)).toEqual(["vertical", "horizontal"])
    expect(of([1, 2]).rows.map(({ name }) => name)).toEqual(["0", "1"])
    expect(of([1, 2, 3], ["only one"]).rows.map(({ name }) => name)).toEqual(["only one", "1", "2"])
  })

  it("stay within their room over any numbers, with and without letters", () => {
    for (const size of [8, 11, 16, 40]) {
      for (const numbers of [
        [0, 0],
        [1e-9, -1e9],
        [Number.NaN, 1],
        [Number.POSITIVE_INFINITY, -2],
        [-5, -6, -7],
        [0.3],
      ]) {
        const { rows, size: letters } = of(numbers, ["a class of a very long name indeed", "b"], size)
        expect(letters).toBe(SIZE.height / numbers.length >= 1.15 * size ? size : 0)
        for (const { x, width, y, height } of rows) {
          expect([x >= 0, x + width <= SIZE.width + 1e-9, y >= 0, y + height <= SIZE.height]).toEqual([
            true,
            true,
            true,
            true,
          ])
        }
      }
    }
  })

  it("keep axis and scale while scores of one size change", () => {
    const [a, b] = [of([14.7, 8.98, -19.5], ["v", "h", "n"]), of([-11, 19.9, 3], ["v", "h", "n"])]
    expect([a.axis, a.scale]).toEqual([b.axis, b.scale])
    expect([of([0]).scale, of([0.011]).scale, of([21, -49]).scale, of([51]).scale]).toEqual([1, 0.02, 50, 100])
  })

  it("are told beside, in words, what a softmax would make of them, where classes have names and there is room", () => {
    const names = ["vertical", "horizontal", "none"]
    const shares = (numbers: readonly number[]) => of(numbers, names, 11, true).rows.map(({ share }) => share)
    // e² = 7.389 of 7.389 + 1 + 0.368.
    expect(shares([2, 0, -1])).toEqual(["84 %", "11 %", "4 %"])
    expect(shares([1000, 0, -1000])).toEqual(["> 99 %", "< 1 %", "< 1 %"])
    expect(shares([0, 0, 0])).toEqual(["33 %", "33 %", "33 %"])
    expect(shares([Number.NaN, 0, 1])).toEqual(["", "", ""])
    expect(of([2, 0], null, 11, true).shares).toBe(false)
    expect(of([2, 0], ["a", "b"]).shares).toBe(false)
    expect(of([2, 0], ["a class of a very long name indeed", "b"], 16, true).shares).toBe(false)
    const { rows, axis } = of([2, 0, -1], names, 11, true)
    for (const { end, shareEnd } of rows)
      expect([axis < end, end < shareEnd, shareEnd]).toEqual([true, true, SIZE.width])
  })

  it("have whole names where there are no probabilities, until the bars themselves need the room", () => {
    const names = ["vertical", "horizontal", "none"]
    const at = (size: number) =>
      barsIn(
        Float64Array.of(2, 0, -1),
        { names, shares: true },
        { rows: 3 },
        { width: 268, height: barsHeight(3, size) },
        size,
      )
    expect(at(25).rows.map(({ name }) => name)).toEqual(names)
    expect(at(25).shares).toBe(false)
    // Room that numbers of more digits would take goes to a name that would be cut.
    for (let size = 11; size <= 28; size += 0.1) expect(at(size).rows[1]!.name, `${size}`).toBe("horizontal")
    expect(at(30).rows[1]!.name).toMatch(/^hor.*…$/)
    for (const size of [11, 25, 28, 30]) {
      const { axis, rows } = at(size)
      expect(Math.max(...rows.map(({ x, width }) => x + width)) - axis, `${size}`).toBeGreaterThan(0.2 * 0.06 * 268)
    }
  })

  it("without room for letters say the largest in a line, whose name is cut before its number", () => {
    const bars = of([8, -4.25], ["vertical", "horizontal"], 40)
    expect(bars.size).toBe(0)
    expect(leadIn(bars, 300, 11)).toEqual({ name: "vertical", text: "8" })
    const { name, text } = leadIn(of([-40, -0.12345], ["a", "horizontal"], 40), 60, 11)
    expect([name.endsWith("…"), text]).toEqual([true, "−0.123"])
    expect(leadIn(of([Number.NaN, Number.NaN]), 60, 11)).toEqual({ name: "", text: "" })
  })
})
