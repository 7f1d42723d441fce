import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Expr, evaluate, formula, isFormulaProblem, parseFormula, symbolsIn } from "../../src/formula/formula.ts"
import { writeFormula, writeNumbers, writeTexFormula, writeTexNumbers } from "../../src/formula/write.ts"
import { character } from "../character.ts"

function value(text: string, symbols: Record<string, number> = {}): number {
  return evaluate(formula(text), symbols)
}

describe("reading and working out", () => {
  it.each([
    ["1 + 2*3", 7],
    ["(1 + 2)*3", 9],
    ["2*3^2", 18],
    ["-2^2", -4],
    ["2^-1", 0.5],
    ["2^3^2", 512],
    ["7 - 2 - 1", 4],
    ["24/4/2", 3],
    ["--3", 3],
    ["2 - -3", 5],
    ["floor(7/2) + ceil(7/2)", 7],
    ["⌊(28 − 3 + 2·1)/1⌋ + 1", 28],
    ["⌈5/2⌉", 3],
    ["3x3x1x10+10", 100],
    ["3 x 3 X 1×10 + 10", 100],
    ["3·3·1·10 + 10", 100],
    ["(9+1)*10", 100],
    ["(9+1)x(10)", 100],
    ["3²×1×10 + 10", 100],
    ["2⁻¹", 0.5],
    ["2¹⁰", 1024],
    ["1,473", 1473],
    ["1,473,000.5", 1473000.5],
    [".5 + 1.", 1.5],
    ["1e3 + 2.5E-1", 1000.25],
    ["[1 + 2]*2", 6],
  ])("%s", (text, wanted) => {
    expect(value(text)).toBe(wanted)
  })

  it("takes symbols, x among them", () => {
    expect(value("kh*kw*c*f + f", { kh: 3, kw: 3, c: 1, f: 10 })).toBe(100)
    expect(value("x + 2*x1", { x: 1, x1: 2 })).toBe(5)
    expect(() => value("2x", { x: 1 })).toThrow("ends where a number should follow")
  })

  it("names symbols in order", () => {
    expect(symbolsIn(formula("floor((n + 2*p - k)/s) + n - (-q)^2"))).toEqual(["n", "p", "k", "s", "q"])
  })

  it.each([
    ["", "nothing is written here", 0],
    ["  ", "nothing is written here", 0],
    ["3 +", "ends where a number should follow", 3],
    ["3 + * 2", `expected a number, found "*"`, 4],
    ["(3 + 2", `a ")" is missing`, 6],
    ["(3 + 2]", `a ")" is missing`, 6],
    ["⌊3)", `a "⌋" is missing`, 2],
    ["3 4", "expected + − × / or ^ before 4", 2],
    ["3)", `before ")"`, 1],
    ["sqrt(3)", `"sqrt" is no function here; there are floor and ceil`, 0],
    ["3 $ 4", `"$" has no meaning in a formula`, 2],
    ["1 + 😀", `"😀" has no meaning`, 4],
    ["1e400", "too large", 0],
  ])("%s: says what is wrong and where", (text, sentence, at) => {
    const answer = parseFormula(text)
    if (!isFormulaProblem(answer)) throw new Error("a problem was expected")
    expect(answer.problem).toContain(sentence)
    expect(answer.at).toBe(at)
  })

  it("does not overflow on deep or long text", () => {
    expect(parseFormula("(".repeat(900))).toHaveProperty("problem", "nested deeper than 64")
    expect(parseFormula("-".repeat(900))).toHaveProperty("problem", "nested deeper than 64")
    expect(parseFormula(`1${"^1".repeat(400)}`)).toHaveProperty("problem", "nested deeper than 64")
    expect(parseFormula("1+".repeat(600))).toHaveProperty("problem", "longer than 1000 characters")
    expect(value(Array(400).fill("1").join("+"))).toBe(400)
  })

  it("answers any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 60 }), (text) => {
        const answer = parseFormula(text)
        expect("problem" in answer ? answer.problem : answer.kind).not.toBe("")
      }),
    )
  })

  it("throws with the text where a formula of ours is wrong", () => {
    expect(() => formula("kh*")).toThrow('formula "kh*": the formula ends')
    expect(() => value("k", { c: 1 })).toThrow('symbol "k" has no value; there are c')
    expect(() => value("toString", {})).toThrow('symbol "toString" has no value')
  })
})

describe("what learners type", () => {
  it.each(["100", "(9+1)*10", "3x3x1x10+10", "3·3·1·10 + 10", "3² × 10 + 10", "1000/10"])("%s is 100", (text) => {
    expect(value(text, {})).toBe(100)
  })
  it("is a number that is not finite where it divides by nothing", () => {
    expect(value("1/0", {})).toBe(Number.POSITIVE_INFINITY)
    expect(value("0/0", {})).toBeNaN()
  })
})

describe("writing with numbers", () => {
  it.each([
    ["kh*kw*c*f + f", "3×3×1×10 + 10"],
    ["in*out + out", "490×3 + 3"],
    ["floor((n + 2*p - k)/s) + 1", "⌊(28 + 2×0 − 3)/2⌋ + 1"],
    ["a - (b + c)", "1 − (2 + 3)"],
    ["a + (b + c)", "1 + 2 + 3"],
    ["a - (b - c)", "1 − (2 − 3)"],
    ["a*(b*c)", "1×2×3"],
    ["a*(b/c)", "1×(2/3)"],
    ["a/(b*c)", "1/(2×3)"],
    ["(a + b)*c", "(1 + 2)×3"],
    ["(a*b)^c", "(1×2)^3"],
    ["a^(b + c)", "1^(2 + 3)"],
    ["a*b^c", "1×2^3"],
    ["-(a + b)", "−(1 + 2)"],
    ["-a*b", "(−1)×2"],
    ["a + m", "1 + (−4)"],
    ["a - m", "1 − (−4)"],
    ["m + a", "−4 + 1"],
    ["a*m", "1×(−4)"],
    ["m*a", "(−4)×1"],
    ["m^b", "(−4)^2"],
    ["a^m", "1^(−4)"],
    ["a/m", "1/(−4)"],
    ["ceil(a/2)", "⌈1/2⌉"],
  ])("%s is %s", (text, wanted) => {
    const symbols = { a: 1, b: 2, c: 3, m: -4 }
    const conv = { kh: 3, kw: 3, c: 1, f: 10, in: 490, out: 3, n: 28, p: 0, k: 3, s: 2 }
    const used = symbolsIn(formula(text))
    expect(writeNumbers(formula(text), used.every((s) => s in symbols) ? symbols : conv)).toBe(wanted)
  })

  const names = ["a", "b", "c"] as const
  const expr: fc.Arbitrary<Expr> = fc.letrec<{ expr: Expr }>((tie) => ({
    expr: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.integer({ min: 0, max: 9 }).map((value) => ({ kind: "number", value }) as const),
      fc.constantFrom(...names).map((name) => ({ kind: "symbol", name }) as const),
      tie("expr").map((of) => ({ kind: "negate", of }) as const),
      tie("expr").map((of) => ({ kind: "call", name: "floor", of }) as const),
      fc
        .record({ operator: fc.constantFrom("+", "-", "*", "/", "^"), left: tie("expr"), right: tie("expr") })
        .map((parts) => ({ kind: "binary", ...parts }) as const),
    ),
  })).expr
  const symbols = fc.record({ a: fc.integer({ min: -5, max: 5 }), b: fc.integer({ min: 1, max: 9 }), c: fc.nat(4) })

  it("can be read again, and means the same", () => {
    fc.assert(
      fc.property(expr, symbols, (e, values) => {
        const text = writeNumbers(e, values)
        const again = parseFormula(text)
        if (isFormulaProblem(again)) return /e[+]|e-|Infinity|nested|longer/.test(`${text} ${again.problem}`)
        expect(close(evaluate(again, {}), evaluate(e, values)), text).toBe(true)
        const symbolic = parseFormula(writeFormula(e))
        if (!isFormulaProblem(symbolic)) {
          expect(close(evaluate(symbolic, values), evaluate(e, values)), writeFormula(e)).toBe(true)
        }
        return true
      }),
      { numRuns: 2000 },
    )
  })

  function close(a: number, b: number): boolean {
    return Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
  }
})

describe("writing as LaTeX", () => {
  it.each([
    ["kh*kw*c*f + f", "k_{h} \\, k_{w} \\, c \\, f + f", "3 \\times 3 \\times 1 \\times 10 + 10"],
    [
      "floor((n + 2*p - k)/s) + 1",
      "\\left\\lfloor \\frac{n + 2 p − k}{s} \\right\\rfloor + 1",
      "\\left\\lfloor \\frac{28 + 2 \\times 1 − 3}{2} \\right\\rfloor + 1",
    ],
    ["(n + p)^k*f", "\\left(n + p\\right)^{k} \\, f", "\\left(28 + 1\\right)^{3} \\times 10"],
    ["mu*n", "\\mu \\, n", "\\left(−2\\right) \\times 28"],
  ])("%s", (text, symbolic, numeric) => {
    const symbols = { kh: 3, kw: 3, c: 1, f: 10, n: 28, p: 1, k: 3, s: 2, mu: -2 }
    expect(writeTexFormula(formula(text))).toBe(symbolic)
    expect(writeTexNumbers(formula(text), symbols)).toBe(numeric)
  })
  it("writes powers of ten", () => {
    expect(writeTexNumbers(formula("2*e"), { e: 1e-7 })).toBe("2 \\times \\left(1 \\cdot 10^{−7}\\right)")
    expect(writeTexNumbers(formula("e^2"), { e: 1e21 })).toBe("\\left(1 \\cdot 10^{21}\\right)^{2}")
  })
})
