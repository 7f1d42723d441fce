// Numbers as they are shown and typed, held against the run that they come from: rounded they agree, one unit of the last
// typed digit beside they do not.

import { describe, expect, it, test } from "vitest"
import { compareArrays } from "../../../src/engine/compare/compare.ts"
import { readArrayText } from "../../../src/formats/arrays/arrayText.ts"
import { writeNumber } from "../../../src/formula/number.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { runDocument } from "../../graphs/gallery.ts"

/** A run whose value `x:value` is these numbers. */
function holding(numbers: readonly number[]) {
  const shape = [numbers.length]
  const nodes = [{ id: "x", op: "Input", attrs: { shape }, values: { value: numbers } }] as const
  const { analysis, result } = runDocument({ gradwire: 1, nodes })
  return (text: string) => {
    const read = readArrayText(text, numbers.length)
    if ("problem" in read) throw new Error(`${text}: ${read.problem}`)
    return compareArrays({ analysis, result, name: "x:value", side: "value" }, read.tensor, read.halves)!.cells!
  }
}

/** One way in which people and programs write numbers, each by itself and joined. */
interface Writing {
  readonly name: string
  readonly write: (x: number) => string
  readonly join: (all: readonly string[]) => string
}
const comma = (all: readonly string[]): string => `[${all.join(", ")}]`
const tabbed = (all: readonly string[]): string => all.join("\t")
const padded = (x: number, decimals: number): string => {
  const text = String(Number(x.toFixed(decimals)))
  return text.includes(".") ? text : `${text}.`
}
const WRITINGS: readonly Writing[] = [
  ...[3, 4, 5].map((digits) => ({
    name: `the panels' ${digits} digits`,
    write: (x: number) => writeNumber(x, digits),
    join: tabbed,
  })),
  ...[1, 2, 4].map((decimals) => ({
    name: `${decimals} decimals`,
    write: (x: number) => x.toFixed(decimals),
    join: comma,
  })),
  ...[2, 3, 5].map((digits) => ({
    name: `${digits} digits with a power of ten`,
    write: (x: number) => x.toExponential(digits - 1),
    join: comma,
  })),
  {
    name: "NumPy's 4 decimals, zeros stripped",
    write: (x: number) => padded(x, 4),
    join: (all) => `array([${all.map((one) => one.padEnd(9)).join(", ")}])`,
  },
  {
    name: "mixed digits",
    write: (x: number) => {
      const digits = 1 + (Math.round(Math.abs(x) * 1e6) % 4)
      return Math.abs(x) < 1 ? x.toPrecision(digits) : x.toFixed(Math.abs(x) < 100 ? digits : 1)
    },
    join: comma,
  },
  { name: "PyTorch", write: (x: number) => x.toFixed(4), join: (all) => `tensor([${all.join(", ")}])` },
]

/** The same digits, the last of them one further from the number. */
function beside(written: string, x: number): string | null {
  const plain = written.replaceAll("−", "-").replaceAll(",", "")
  const [, mantissa = "", exponent = ""] = /^(.*?)(e.*)?$/.exec(plain) ?? []
  if (!mantissa.includes(".") || mantissa.endsWith(".")) return null
  const decimals = mantissa.split(".")[1]!.length
  const away = Number(plain) >= x ? 1 : -1
  // Beyond six digits float32 cannot tell.
  if (mantissa.replace(/^[-0.]+/, "").replace(".", "").length > 6 || Math.abs(x) >= 100) return null
  return `${(Number(mantissa) + away * 10 ** -decimals).toFixed(decimals)}${exponent}`
}

describe.each(WRITINGS.map((writing) => [writing.name, writing] as const))("%s", (_, { write, join }) => {
  test("rounded numbers agree; one unit of the last typed digit beside is found", () => {
    const random = randomStream(11, "digits", join(["0"]))
    let moved = 0
    for (let round = 0; round < 30; round++) {
      const scale = 10 ** (random.below(7) - 3)
      const numbers = Array.from({ length: 1 + random.below(6) }, () => scale * random.normal())
      const compare = holding(numbers)
      const written = numbers.map(write)
      expect(compare(join(written)).wrong, `${numbers} as ${join(written)}`).toEqual([])
      for (const [i, one] of written.entries()) {
        const other = beside(one, numbers[i]!)
        if (other === null || Number(other) === 0) continue
        const text = join(written.map((same, at) => (at === i ? other : same)))
        expect(compare(text).wrong, `${numbers} as ${text}`).toEqual([i])
        moved++
      }
    }
    expect(moved).toBeGreaterThan(20)
  })
})

it.each([
  ["3 digits", [1234.5, 0.12345, -7.001], "1,230\t0.123\t−7", "3 digits given"],
  ["a whole number of the panel", [3.0001], "3", "3 digits given"],
  ["mixed digits", [0.3333, 0.52, 12.04], "[0.333, 0.5, 12.0]", "1 to 3 digits given"],
  ["decimals", [0.1234, 12.0004], "[0.1234, 12.0004]", "4 decimals given"],
  ["eight digits", [0.12345678], "0.12345678", "8 digits given, as far as float32 can tell"],
] as const)("says to how many digits: %s", (_, numbers, text, digits) => {
  expect(holding(numbers)(text)).toMatchObject({ wrong: [], digits })
})

it.each([
  ["a mistake behind a print's stripped zeros", [1.3, 0.25, 0.123], "array([1.   , 0.25 , 0.123])", [0]],
  ["ones instead of the gradient", [1.2, 0.9, 1.1], "[1, 1, 1]", [0, 1, 2]],
  ["NumPy's ones", [1.2, 0.9], "[1. 1.]", [0, 1]],
  ["labels", [1201, 1200, 3], "[1200, 1200, 3]", [0]],
] as const)("does not take different numbers for equal: %s", (_, numbers, text, wrong) => {
  expect(holding(numbers)(text).wrong).toEqual(wrong)
})
