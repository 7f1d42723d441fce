import fc from "fast-check"
import katex from "katex"
import { describe, expect, it } from "vitest"
import { guardTex, KATEX_OPTIONS, LONGEST_FORMULA, REFUSED_COMMANDS } from "../../src/formula/guard.ts"
import { chooseTex, conditionsInTex, escapeText, namesInTex, symbolTex, writeTex } from "../../src/formula/tex.ts"
import { character } from "../character.ts"

const symbols = new Map([
  ["input", "x"],
  ["output", "y_1"],
  ["running_mean", "\\mu"],
  ["eps", "\\epsilon"],
])
const write = (template: string) => writeTex(template, (name) => symbols.get(name) ?? null)

function render(tex: string): string {
  return katex.renderToString(tex, { ...KATEX_OPTIONS, macros: Object.create(null) })
}

describe("templates", () => {
  it.each([
    ["@output = \\max(0, @input)", "{y_1} = \\max(0, x)"],
    [
      "\\grad{@input} = \\grad{@output} \\cdot [@input > 0]",
      "\\frac{\\partial L}{\\partial x} = \\frac{\\partial L}{\\partial {y_1}} \\cdot [x > 0]",
    ],
    ["@running_mean", "\\mu"],
    ["@input_i + @input_{ij}", "x_i + x_{ij}"],
    ["@output_i^2", "{y_1}_i^2"],
    ["\\grad{@input_{ij}}^2", "\\frac{\\partial L}{\\partial x_{ij}}^2"],
    ["\\grad{\\hat{@input}_{\\{a\\}}}", "\\frac{\\partial L}{\\partial \\hat{x}_{\\{a\\}}}"],
    ["\\grad{\\grad{@input}}", "\\frac{\\partial L}{\\partial \\frac{\\partial L}{\\partial x}}"],
    ["a\\gradient", "a\\gradient"],
  ])("%s", (template, wanted) => {
    expect(write(template)).toBe(wanted)
  })
  it("takes one side of a choice, the first unless told", () => {
    const template = "a\\when{train}{\\frac{1}{p}\\when{rescale}{s}{}}{0}b"
    expect(conditionsInTex(template)).toEqual(["train", "rescale"])
    expect(chooseTex(template)).toBe("a\\frac{1}{p}sb")
    expect(chooseTex(template, (condition) => condition === "train")).toBe("a\\frac{1}{p}b")
    expect(chooseTex(template, () => false)).toBe("a0b")
    expect(write("@input\\when{bias}{ + @output}{}")).toBe("x + {y_1}")
    expect(() => chooseTex("\\when{train}{a}")).toThrow("three parts")
  })
  it("throws on an unknown name and an open brace", () => {
    expect(() => write("@wieght")).toThrow('speaks of "@wieght", which nothing is called')
    expect(() => write("\\grad{@input")).toThrow("no closing brace")
  })
  it("lists the names it speaks of", () => {
    expect(namesInTex("\\grad{@input} @running_mean_{i} + @eps")).toEqual(["input", "running_mean", "eps"])
  })
  it("keeps a dollar sign in a symbol as it is", () => {
    expect(writeTex("@a", () => "$&")).toBe("{$&}")
  })
})

describe("names as symbols", () => {
  it.each([
    ["x", "x"],
    ["h1", "h_{1}"],
    ["W_q", "W_{q}"],
    ["mu", "\\mu"],
    ["sigma2", "\\sigma_{2}"],
    ["mu_x", "\\mu_{x}"],
    ["x_mu", "x_{\\mu}"],
    ["dim_k", "\\text{dim\\_k}"],
    ["conv1", "\\mathrm{conv1}"],
    ["layer1.0.conv1", "\\text{layer1.0.conv1}"],
    ["kh", "k_{h}"],
    ["eps", "\\epsilon"],
    ["\\hat{x}", "\\hat{x}"],
    ["x^2", "x^2"],
    ["x_{ij}", "x_{ij}"],
    ["50% & {more} #1 $ _ ~", "\\text{50\\% \\& \\{more\\} \\#1 \\$ \\_ \\textasciitilde{}}"],
    ["größe", "\\text{größe}"],
  ])("%s", (name, wanted) => {
    expect(symbolTex(name)).toBe(wanted)
    expect(() => render(symbolTex(name))).not.toThrow()
  })
  it("any plain text renders and passes the guard", () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 40 }), (text) => {
        const tex = `\\text{${escapeText(text)}}`
        expect(guardTex(tex, LONGEST_FORMULA)).toBeNull()
        expect(() => render(tex)).not.toThrow()
      }),
    )
  })
})

describe("the guard", () => {
  it.each([
    "\\mu",
    "\\frac{a}{b}",
    "x_{ij}^2",
    "\\{a\\}",
    "\\\\",
    "\\text{größe 😀}",
    "\\left(\\frac{1}{2}\\right)",
    "a\tb\nc",
  ])("lets %s through", (tex) => expect(guardTex(tex)).toBeNull())
  it.each([...REFUSED_COMMANDS])("refuses \\%s", (command) => {
    expect(guardTex(`a\\${command}{x}`)).toEqual({ problem: `\\${command} is not allowed in a formula` })
    expect(guardTex(`\\\\\\${command} x`)).not.toBeNull()
  })
  it("refuses by the whole command's name", () => {
    expect(guardTex("\\letx \\charx \\defx")).toBeNull()
    expect(guardTex("\\def\\c{x}")).not.toBeNull()
    expect(guardTex("\\def@x")).toBeNull()
  })
  it.each([
    ["x".repeat(501), "501 characters; at most 500"],
    [`${"{".repeat(41)}${"}".repeat(41)}`, "deeper than 40"],
    ["a\u0000b", "U+0000 at 2"],
    ["\u009f", "U+009F"],
    ["\\\u0001", "U+0001"],
    ["\ud800x", "half a character (U+D800)"],
    ["x\udc00", "half a character (U+DC00)"],
    ["\\\ud800", "half a character"],
    ["{", `a "}" is missing`],
    ["}{", `a "}" at 1 closes nothing`],
    ["\\{}", "closes nothing"],
    ["\\", "ends in a backslash"],
  ])("refuses %j", (tex, sentence) => {
    expect(guardTex(tex)?.problem).toContain(sentence)
  })
  it("has its borders where it says", () => {
    expect(guardTex("x".repeat(500))).toBeNull()
    expect(guardTex(`${"{".repeat(40)}${"}".repeat(40)}`)).toBeNull()
    expect(guardTex("x".repeat(501), LONGEST_FORMULA)).toBeNull()
    expect(guardTex("x".repeat(LONGEST_FORMULA + 1), LONGEST_FORMULA)).not.toBeNull()
  })
  it("stops the label that freezes KaTeX", () => {
    expect(guardTex(`\\def\\c{${"x".repeat(300)}}${"\\c".repeat(90)}`)).not.toBeNull()
  })
})
