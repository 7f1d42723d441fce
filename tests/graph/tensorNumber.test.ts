import { describe, expect, it, test } from "vitest"
import { tensorWords, writeBeside, writeMean, writeTensor } from "../../src/graph/drawing/text/tensorNumber.ts"
import { randomStream } from "../../src/tensor/random.ts"
import { statsOf } from "../../src/tensor/summary/stats.ts"
import { type Dtype, tensorOf } from "../../src/tensor/tensor.ts"

const { NaN: nan, POSITIVE_INFINITY: inf } = Number

describe("a tensor as one number", () => {
  const cases: readonly [shape: number[], numbers: number[], text: string, words: string][] = [
    [[], [-3], "−3", "−3"],
    [[1], [-0.5], "−0.5", "−0.5"],
    [[1, 1, 1], [1.5e-7], "1.5e−7", "1.5e−7"],
    [[], [0], "0", "exactly zero"],
    [[], [nan], "NaN", "NaN"],
    [[], [-inf], "−∞", "−∞"],
    [[2], [-3, -3], "RMS 3", "root mean square 3"],
    [[2], [3, -4], "RMS 3.54", "root mean square 3.54"],
    [[3], [0, 0, 0], "0", "exactly zero"],
    [[3], [1, nan, inf], "NaN", "1 of 3 numbers is NaN"],
    [[3], [1, inf, -inf], "∞", "2 of 3 numbers are infinite"],
  ]
  for (const dtype of ["float32", "float64"] as const) {
    it.each(cases)(`${dtype} %j of %j is %s`, (shape, numbers, text, words) => {
      const stats = statsOf(tensorOf(shape, numbers, dtype))
      expect([writeTensor(stats), tensorWords(stats)]).toEqual([text, words])
    })
  }
})

describe("means and sums beside what went into them", () => {
  const UNIT: Readonly<Record<Dtype, number>> = { float32: 2 ** -24, float64: 2 ** -53 }

  it.each(["float32", "float64"] as const)(
    "%s: below 16 units of roundoff it is 0, with every digit at hand",
    (dtype) => {
      const below = 15.9 * UNIT[dtype]
      expect(writeBeside(below, 1, dtype)).toEqual({ text: "0", exact: String(below).replace("-", "−") })
      expect(writeBeside(-below * 1e9, 1e9, dtype).text).toBe("0")
      expect(writeBeside(16.1 * UNIT[dtype], 1, dtype).exact).toBeNull()
      expect(writeBeside(0, 1, dtype)).toEqual({ text: "0", exact: null })
      expect(writeBeside(below, 0, dtype).text).not.toBe("0")
    },
  )

  // z = (x − μ)/σ with rows of every size and scale, each number rounded as a run rounds it.
  test("the mean of what was standardised is 0, and one that is there is not", () => {
    const random = randomStream(5, "means", "of sets").uniform
    for (const dtype of ["float32", "float64"] as const) {
      for (const n of [2, 3, 4, 7, 32, 100, 1000, 4096]) {
        for (const scale of [1e-6, 1, 1e5]) {
          const x = statsOf(
            tensorOf(
              [n],
              Array.from({ length: n }, () => scale * (random() - 0.5)),
              dtype,
            ),
          )
          const numbers = Array.from({ length: n }, () => scale * (random() - 0.5))
          const mean = numbers.reduce((sum, one) => sum + one, 0) / n
          const deviation = Math.sqrt(numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / n)
          const z = tensorOf(
            [n],
            numbers.map((one) => (one - mean) / deviation),
            dtype,
          )
          expect([dtype, n, scale, writeMean(statsOf(z)).text]).toEqual([dtype, n, scale, "0"])
          expect(writeMean(x).text).not.toBe("0")
          const moved = tensorOf(
            [n],
            [...z.data].map((one) => one + 1e-4),
            dtype,
          )
          expect(writeMean(statsOf(moved)).text).toMatch(/^(0\.0001|1e−4|1\.0\de−4|9\.9\de−5)$/)
        }
      }
    }
  })
})
