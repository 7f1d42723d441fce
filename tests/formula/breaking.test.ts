// Where a formula may be broken: in front of relations and signs, and in narrow places wherever nothing is torn apart.

import katex from "katex"
import { describe, expect, it } from "vitest"
import { breakTex, type Room } from "../../src/formula/breaking.ts"
import { KATEX_OPTIONS } from "../../src/formula/guard.ts"

/** The lines that would stand in the narrowest place, as their letters. */
function pieces(tex: string, room: Room): readonly string[] {
  const html = katex.renderToString(breakTex(tex, room), { ...KATEX_OPTIONS, output: "html", displayMode: true })
  return html
    .split('<span class="katex-base">')
    .slice(1)
    .map((base) =>
      base
        .replace(/<[^>]*>|[\u200b\s]/g, "")
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">"),
    )
}

describe("between the terms of sums first", () => {
  it.each([
    ["y = a \\cdot b + c \\times d - e", ["y", "=a⋅b", "+c×d", "−e"]],
    ["\\max(1,\\, 2) = 2", ["max(1,2)", "=2"]],
    ["y = -x \\odot z", ["y", "=−x⊙z"]],
    ["\\frac{a + b}{c} \\cdot d", ["ca+b⋅d"]],
  ])("%s", (tex, wanted) => {
    expect(pieces(tex, "sums").map((piece) => piece.replace(/[^\x20-\u2fff]/g, ""))).toEqual(wanted)
  })
})

describe("in a wide place", () => {
  it.each([
    ["y = a + b", ["y", "=a", "+b"]],
    ["\\max(1,\\, 2) = 2", ["max(1,", "2)", "=2"]],
    ["y = -x", ["y", "=−x"]],
    ["= 3", ["=3"]],
    ["a \\cdot (-b)", ["a", "⋅(−b)"]],
    ["x^+ + 1", ["x+", "+1"]],
    ["g \\mathrel{+}= 2 x", ["g", "+=2x"]],
    ["{n = 2},\\; {c = 3}", ["n=2,", "c=3"]],
    ["\\left(a + b\\right) c", ["(a+b)c"]],
    ["\\begin{cases} a & x > 0 \\\\ b & x < 0 \\end{cases}", ["{abx>0x<0"]],
  ])("%s", (tex, wanted) => {
    expect(pieces(tex, "wide")).toEqual(wanted)
  })
})

describe("in a narrow place", () => {
  it.each([
    ["f(a, b)", ["f(a,", "b)"]],
    ["2\\, x\\, y", ["2", "x", "y"]],
    ["\\left(a + b\\right)^2 c", ["(a", "+b)2c"]],
    ["\\left.y\\right|_{x}", ["y∣x"]],
    ["\\sqrt{a + b}", ["a+b"]],
    [
      "\\sqrt{aaaaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbbbbbbb} = c",
      ["(aaaaaaaaaaaaaaaaaaaa", "+bbbbbbbbbbbbbbbbbbbbbbbb)1/2", "=c"],
    ],
    ["a \\sum_i b_i", ["a", "i∑bi"]],
  ])("%s", (tex, wanted) => {
    expect(pieces(tex, "narrow").map((piece) => piece.replace(/[^\x20-\u2fff]/g, ""))).toEqual(wanted)
  })
})

it("puts the condition of a case under it where there is least room", () => {
  expect(breakTex("\\begin{cases} a & x > 0 \\\\ b & y \\end{cases}", "least")).toBe(
    "\\begin{cases} a \\\\ \\quad  x > 0 \\\\ b \\\\ \\quad  y \\end{cases}",
  )
})

it("takes what is not closed as it stands", () => {
  for (const tex of ["\\left(a", "{a", "\\begin{cases} a", "a \\right)", "^", "\\sqrt"]) {
    expect(breakTex(tex, "least").replace(/\\allowbreak |\\nobreak /g, "")).toContain(tex.slice(0, 1))
  }
})
