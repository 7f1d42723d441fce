// Arrays as NumPy, PyTorch and Python really print them (and as tables show them), held against the numbers they were printed
// from: to the digits that are shown they agree, and one unit of the last digit of one number is found.

import { readFileSync } from "node:fs"
import { describe, expect, it, test } from "vitest"
import { compareArrays } from "../../../src/engine/compare/compare.ts"
import { readArrayText } from "../../../src/formats/arrays/arrayText.ts"
import { runDocument } from "../../graphs/gallery.ts"

interface Printed {
  readonly numbers: readonly (readonly number[])[]
  /** By program and settings: the arrays of `numbers` in turn; null where whole numbers alone tell nothing of the digits. */
  readonly printings: { readonly [name: string]: readonly (string | null)[] }
}
const { numbers, printings } = JSON.parse(readFileSync("tests/engine/compare/printings.json", "utf8")) as Printed

/** Finds cells that differ from a run whose value is these numbers. */
function wrongIn(held: readonly number[]): (text: string) => readonly number[] {
  const nodes = [{ id: "x", op: "Input", attrs: { shape: [held.length] }, values: { value: held } }] as const
  const { analysis, result } = runDocument({ gradwire: 1, nodes })
  return (text) => {
    const read = readArrayText(text, held.length)
    if ("problem" in read) throw new Error(`${text}: ${read.problem}`)
    return compareArrays({ analysis, result, name: "x:value", side: "value" }, read.tensor, read.halves)!.cells!.wrong
  }
}

/** The text with its `at`th number one unit of its last digit further from `x`; null where float32 could not tell. */
function besideAt(text: string, at: number, x: number): string | null {
  const found = [...text.matchAll(/(-?)(\d+)(\.\d*)?(e[-+]\d+)?/g)][at]
  if (found === undefined) return null
  const [whole, sign = "", before = "", fraction, exponent = ""] = found
  const decimals = Math.max(0, (fraction?.length ?? 0) - 1)
  if (`${before}${fraction ?? ""}`.replace(/^[0.]+/, "").replace(".", "").length > 5) return null
  const written = Number(`${before}${fraction ?? ""}`)
  const away = Math.abs(Number(whole)) >= Math.abs(x) ? 1 : -1
  const moved = (written + away * 10 ** -decimals).toFixed(decimals)
  if (Number(moved) <= 0) return null
  return `${text.slice(0, found.index)}${sign}${moved}${fraction === "." ? "." : ""}${exponent}${text.slice(found.index + whole.length)}`
}

describe.each(Object.entries(printings))("%s", (_, texts) => {
  test("agrees with what it was printed from; one unit beside does not", () => {
    expect(texts).toHaveLength(numbers.length)
    let moved = 0
    for (const [at, held] of numbers.entries()) {
      const text = texts[at] ?? null
      if (text === null) continue
      const wrong = wrongIn(held)
      expect(wrong(text), text).toEqual([])
      for (const [i, x] of held.entries()) {
        const beside = besideAt(text, i, x)
        if (beside === null) continue
        expect(wrong(beside), `${text} as ${beside}`).toEqual([i])
        moved++
      }
    }
    expect(moved).toBeGreaterThan(10)
  })
})

it.each([
  ["two digits each", [0.334, 12.3], "[0.33, 12]"],
  ["mixed lengths", [-2.84e-7, 1.79e-6, 3.141e-8, 2.22e-3], "[-2.8e-07, 1.79e-06, 3.14e-08, 2.22e-03]"],
  ["one decimal, its zero stripped", [0.46, 0.04, 2.04], "[0.5, 0, 2]"],
  ["precision 2, all of them whole", [0.004, 0.0012, 1.0041], "[0. 0. 1.]"],
] as const)("agrees as typed: %s", (_, held, text) => {
  expect(wrongIn(held)(text)).toEqual([])
})

it.each([
  ["a whole number one beside", [0.334, 12.3], "[0.33, 13]", [1]],
  ["a short one among long ones", [-2.84e-7, 1.79e-6], "[-2.9e-07, 1.79e-06]", [0]],
  ["what a list printed whole", [0.53, 0.12345678], "[0.5, 0.12345678]", [0]],
  ["a one among NumPy's decimals", [1.04, 0.25], "[1.   0.25]", [0]],
  ["0.01 beside, precision 2", [0.004, 1.014], "[0. 1.]", [1]],
] as const)("finds %s", (_, held, text, wrong) => {
  expect(wrongIn(held)(text)).toEqual(wrong)
})
