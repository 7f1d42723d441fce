import fc from "fast-check"
import { expect, test } from "vitest"
import { spokenName, spokenTex } from "../../src/formula/spoken.ts"

test.each([
  ["\\gamma", "gamma"],
  ["\\hat{x}_i", "x hat sub i"],
  ["\\sigma^2", "sigma squared"],
  ["W^\\top", "W transposed"],
  ["x^{n-1}", "x to the n minus 1"],
  ["\\frac{\\partial L}{\\partial x}", "d L over d x"],
  ["\\mathrm{loss}", "loss"],
  ["\\sqrt{\\sigma^2 + \\epsilon}", "root of sigma squared plus epsilon"],
  ["h_{\\text{out}}", "h sub out"],
  ["\\bar x", "x bar"],
])("%s is said %s", (tex, words) => {
  expect(spokenTex(tex)).toBe(words)
})

test("plain labels and ids stay as they are", () => {
  expect(spokenName("conv1")).toBe("conv1")
  expect(spokenName("layer1.0.conv1")).toBe("layer1.0.conv1")
  expect(spokenName("my first layer")).toBe("my first layer")
  expect(spokenName("\\mu")).toBe("mu")
})

test("any text gets an answer, without a backslash of a command or a brace", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("\\", "{", "}", "a", "frac", "hat", "^", "_", " ", "2", "$") }),
      (text) => {
        expect(spokenTex(text)).not.toMatch(/\\[A-Za-z]|[{}]/)
      },
    ),
  )
  expect(spokenTex("{".repeat(5000)).length).toBeLessThan(100)
})
