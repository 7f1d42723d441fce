// Formulas of numbers one by one: how they are read, and that comparisons with a number hold as in float64.

import { expect, test } from "vitest"
import { functionsIn, namesIn, readFormula, substituted, wordOf } from "../../src/kernels/pointwise/formula.ts"
import { pointwise, pointwiseSum } from "../../src/kernels/pointwise/pointwise.ts"
import { walkOf } from "../../src/kernels/pointwise/walk.ts"
import { instantiate } from "../../src/kernels/wasm/instance.ts"
import { ModuleBuilder } from "../../src/kernels/wasm/module.ts"

test.for([
  ["a - b - c", "(- (- a b) c)"],
  ["a + b * -c / 2", "(+ a (/ (* b (negate c)) 2))"],
  ["-2.5e-3 * x", "(* -0.0025 x)"],
  ["x <= 0 & y > 1 | z != 2 ? 1 : x < 3 ? 2 : (4)", "(? (| (& (<= x 0) (> y 1)) (!= z 2)) 1 (? (< x 3) 2 4))"],
  ["atMost(exp(x), slope)", "(atMost (exp x) 0.1)"],
] as const)("%s", ([text, word]) => {
  expect(wordOf(readFormula(text, { slope: 0.1 }))).toBe(word)
})

test.for(["a +", "(a", "a ? b", "exp(a, b)", "nothing(a)", "a $ b", "", "a b"])("%s cannot be read", (text) => {
  expect(() => readFormula(text)).toThrow(Error)
})

test("formulas are put into each other", () => {
  const chain = substituted(readFormula("grad * y * (1 - y)"), (name) =>
    name === "y" ? readFormula("sigmoid(a + b)") : { kind: "name", name },
  )
  expect(namesIn(chain)).toEqual(["grad", "a", "b"])
  expect(functionsIn(chain).filter((name) => name === "sigmoid").length).toBe(2)
})

function run(text: string, x: Float32Array): Float32Array {
  const module = new ModuleBuilder()
  const walk = walkOf([{ count: x.length, steps: [4, 4] }], [0, 0])
  const { name } = pointwise(module, readFormula(text), ["x"], walk)
  const { memory, kernels } = instantiate(module, 4096)
  new Float32Array(memory).set(x)
  kernels.get(name)?.(0, 2048)
  return new Float32Array(memory, 2048, x.length).slice()
}

test("a float32 beside a number that is none is compared as in float64", () => {
  const x = Float32Array.of(0.1, -0.1, Math.fround(0.1) - 2 ** -27, 0.3, 1e-46, 2 ** -149, 0, Number.NaN)
  for (const limit of [0.1, -0.1, 0.3, 1e-46, -1e-46, 0.5]) {
    const mask = (operator: string) => run(`x ${operator} ${limit} ? 1 : 0`, x)
    const expected = (holds: (value: number) => boolean) => Float32Array.from(x, (value) => Number(holds(value)))
    expect(mask("<=")).toEqual(expected((value) => value <= limit))
    expect(mask("<")).toEqual(expected((value) => value < limit))
    expect(mask(">=")).toEqual(expected((value) => value >= limit))
    expect(mask(">")).toEqual(expected((value) => value > limit))
  }
})

test("neighbouring axes become one, and sums are those of float64 over whole rows only", () => {
  const steps = (axis: number): readonly number[] =>
    [
      [60, 0],
      [20, 0],
      [4, 0],
    ][axis]!
  const walk = walkOf(
    [2, 3, 5].map((count, axis) => ({ count, steps: steps(axis) })),
    [0, 0],
  )
  expect(walk).toEqual({ loops: [], length: 30, repeated: [false, true], starts: [0, 0] })
  const module = new ModuleBuilder()
  const { name } = pointwiseSum(module, readFormula("x * x"), ["x"], walk)
  const { memory, kernels } = instantiate(module, 4096)
  const x = new Float32Array(memory)
  for (let i = 0; i < 30; i++) x[i] = i + 0.5
  x[30] = Number.NaN
  kernels.get(name)?.(0, 2048)
  const wanted = Array.from({ length: 30 }, (_, i) => (i + 0.5) ** 2).reduce((sum, value) => sum + value, 0)
  expect(new Float64Array(memory, 2048, 1)[0]).toBe(wanted)
})
