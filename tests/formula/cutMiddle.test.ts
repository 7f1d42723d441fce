import { expect, it } from "vitest"
import { cutMiddle } from "../../src/formula/cutMiddle.ts"

it.each([
  ["short", 10, "short"],
  ["exactly ten", 11, "exactly ten"],
  ["encoder.layers.11.norm1.weight", 15, "encoder….weight"],
  ["abcdef", 5, "ab…ef"],
  ["abcdef", 4, "ab…f"],
  ["abcdef", 0, "a…f"],
  ["αβγδεζ", 3, "α…ζ"],
] as const)("%s in %i characters is %s", (text, most, cut) => {
  const got = cutMiddle(text, most)
  expect([...got].length).toBeLessThanOrEqual(Math.max(3, most))
  expect(got).toBe(cut)
})
