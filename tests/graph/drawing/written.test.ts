// Numbers in the cells of a card's picture, over zooms, sizes of cells and magnitudes: whole, large enough, or not at all.

import { expect, test } from "vitest"
import { textWidth } from "../../../src/graph/drawing/text/textWidth.ts"
import { LEAST_TEXT } from "../../../src/graph/drawing/tile/hanging.ts"
import { writtenIn } from "../../../src/graph/drawing/tile/written.ts"

const MAGNITUDES = [0, 1, -1, 0.0825, -0.0825, 123.456, -9876.5, 1e-9, -1e12, Number.NaN, Number.POSITIVE_INFINITY]

test("a number is written in letters of 11 pixels of the screen or more, within its cell, with the right first digit", () => {
  let written = 0
  for (const zoom of [0.25, 0.4, 0.55, 0.66, 0.76, 0.87, 1]) {
    for (const wide of [12, 24, 32, 47, 52, 84]) {
      for (const high of [8, 16, 20]) {
        for (const x of MAGNITUDES) {
          const found = writtenIn(
            Float64Array.of(x),
            { rows: 1, columns: 1 },
            { width: wide, height: high },
            LEAST_TEXT / zoom,
          )
          if (found === null) continue
          written++
          expect(found.size * zoom).toBeGreaterThanOrEqual(LEAST_TEXT - 1e-9)
          expect(found.size).toBeLessThan(high)
          const [text = ""] = found.texts
          expect(textWidth(text, found.size)).toBeLessThanOrEqual(wide)
          if (Number.isFinite(x) && x !== 0) {
            expect(
              Math.abs(Number(text.replace("−", "-").replace(/,/g, "").replace("−", "-")) - x),
            ).toBeLessThanOrEqual(0.5 * 10 ** Math.floor(Math.log10(Math.abs(x))))
          }
        }
      }
    }
  }
  expect(written).toBeGreaterThan(200)
})

test("one number without room turns all cells into a map; each that has room has as many digits as fit, up to three", () => {
  const size = { width: 104, height: 20 }
  expect(writtenIn(Float64Array.of(0.5, 1.2345), { rows: 1, columns: 2 }, size, 11)?.texts).toEqual(["0.5", "1.23"])
  expect(writtenIn(Float64Array.of(0.5, -0.012345), { rows: 1, columns: 2 }, size, 11)?.texts[1]).toBe("−0.0123")
  expect(writtenIn(Float64Array.of(0.5, -0.012345), { rows: 1, columns: 2 }, size, 11 / 0.76)?.texts[1]).toBe("−0.01")
  expect(writtenIn(Float64Array.of(0.5, -1.5e-12), { rows: 1, columns: 2 }, { width: 50, height: 20 }, 11)).toBeNull()
})
