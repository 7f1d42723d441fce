import { expect, test } from "vitest"
import { writeProduct } from "../../src/formula/product.ts"
import { randomStream } from "../../src/tensor/random.ts"

const read = (text: string): number => Number(text.replaceAll("−", "-").replaceAll(",", ""))

test("whoever multiplies what is written gets what is written, over signs, sizes and numbers of factors", () => {
  const random = randomStream(5, "products", "")
  let longer = 0
  for (let i = 0; i < 1000; i++) {
    const factors = Array.from(
      { length: 2 + (i % 2) },
      () => (random.uniform() - 0.5) * 10 ** (random.uniform() * 8 - 4),
    )
    const digits = 3 + (i % 3 === 0 ? 1 : 0)
    const product = factors.reduce((all, x) => all * x, 1)
    const written = writeProduct(factors, product, digits)
    expect(written.exact).toBe(true)
    const got = written.factors.reduce((all, text) => all * read(text), 1)
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(product))) - digits + 1)
    expect(Math.abs(got - read(written.product)), `${written.factors.join(" × ")} = ${written.product}`).toBeLessThan(
      1.01 * unit,
    )
    if (written.factors.some((text) => text.replace(/\D|^0+/g, "").length > digits)) longer++
  }
  expect(longer).toBeGreaterThan(30)
})

test("digits are added only where they are needed", () => {
  expect(writeProduct([1 / 3, 2 / 3], 2 / 9, 2)).toEqual({ factors: ["0.33", "0.67"], product: "0.22", exact: true })
  expect(writeProduct([1 / 3, 1 / 3], 1 / 9, 2).factors).toEqual(["0.33", "0.33"])
  expect(writeProduct([-6.296, 1.0386], -6.296 * 1.0386).factors).toEqual(["−6.296", "1.039"])
  expect(writeProduct([0.5, 0.412], 0.206)).toEqual({ factors: ["0.5", "0.412"], product: "0.206", exact: true })
  expect(writeProduct([0, 12345.678], 0)).toEqual({ factors: ["0", "12,300"], product: "0", exact: true })
})

test("what is no product of what is written is said not to be", () => {
  expect(writeProduct([2, 3], 7).exact).toBe(false)
  expect(writeProduct([0, Number.POSITIVE_INFINITY], Number.NaN).exact).toBe(false)
  expect(writeProduct([2, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY).exact).toBe(false)
})
