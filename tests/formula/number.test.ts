import { describe, expect, it } from "vitest"
import { writeBytes, writeCount, writeFull, writeNumber } from "../../src/formula/number.ts"

describe("writeNumber", () => {
  it.each([
    [0, "0"],
    [-1.1234, "−1.12"],
    [1.0, "1"],
    [0.0021, "0.0021"],
    [1.2e-7, "1.2e−7"],
    [-3.456e12, "−3.46e12"],
    [9.999, "10"],
    [12345.678, "12,300"],
    [999999, "1,000,000"],
    [0.5, "0.5"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("%d is %s", (x, text) => expect(writeNumber(x)).toBe(text))
})

it("writes every digit that matters", () => {
  expect(writeFull(Math.fround(0.1), "float32")).toBe("0.1")
  expect(writeFull(Math.fround(-1 / 3), "float32")).toBe("−0.33333334")
  expect(writeFull(0.1, "float64")).toBe("0.1")
})

it("separates thousands and names bytes", () => {
  expect(writeCount(60192808)).toBe("60,192,808")
  expect(writeCount(-1431)).toBe("−1,431")
  expect(writeBytes(1536)).toBe("1.5 KiB")
  expect(writeBytes(240_771_232, false)).toBe("240.8 MB")
})
