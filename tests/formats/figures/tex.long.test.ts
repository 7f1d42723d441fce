// Formulas in pictures: everything that the ops and the gallery write is drawn; what is not drawn says so.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readTex } from "../../../src/formats/figures/tex/readTex.ts"
import { setTex } from "../../../src/formats/figures/tex/setTex.ts"
import { formula } from "../../../src/formats/figures/text.ts"
import { symbolTex, writeTex } from "../../../src/formula/tex.ts"
import { ops } from "../../../src/ops/registry.ts"

const boxOf = (tex: string, display = false) => {
  const tree = readTex(tex)
  return tree === null ? null : setTex(tree, display)
}
const textOf = (tex: string): string =>
  boxOf(tex)!
    .glyphs.map(({ text }) => text)
    .join("")

const rules = [...ops.values()].flatMap((op) =>
  [op.tex.forward, ...Object.values(op.tex.backward), op.symbol].flatMap((tex) =>
    tex == null ? [] : [[op.kind, writeTex(tex, (name) => symbolTex(name))] as const],
  ),
)
const labels = readdirSync("graphs").flatMap((file) => {
  const { nodes } = JSON.parse(readFileSync(`graphs/${file}`, "utf8")) as { nodes: { id: string; label?: string }[] }
  return nodes.map(({ id, label }) => [file, symbolTex(label ?? id)] as const)
})

describe("formulas in pictures", () => {
  it("every rule and symbol of every op is drawn, with all its parts in sight", () => {
    expect(rules.length).toBeGreaterThan(200)
    for (const [kind, tex] of rules) {
      for (const display of [false, true]) {
        const box = boxOf(tex, display)
        expect(box, `${kind}: ${tex}`).not.toBeNull()
        expect(box!.width).toBeGreaterThan(0.2)
        for (const { x, y, size } of box!.glyphs) {
          expect([x, y, size].every(Number.isFinite), tex).toBe(true)
          expect(x).toBeGreaterThan(-0.2)
          expect(x).toBeLessThan(box!.width)
          expect(-y).toBeLessThanOrEqual(box!.height + 0.01)
          expect(y).toBeLessThanOrEqual(box!.depth + 0.5)
        }
      }
    }
  })
  it("every label of the gallery is drawn", () => {
    expect(labels.length).toBeGreaterThan(500)
    for (const [file, tex] of labels) expect(boxOf(tex), `${file}: ${tex}`).not.toBeNull()
  })
  it("Greek, scripts, hats, fractions and roots become letters in reading order", () => {
    expect(textOf("\\mu")).toBe("μ")
    expect(textOf("\\sigma^2")).toBe("σ2")
    expect(textOf("\\hat{x}_i")).toBe("xi")
    expect(textOf("\\frac{\\partial L}{\\partial X}")).toBe("∂L∂X")
    expect(textOf("Z = \\frac{X-\\mu}{\\sqrt{\\sigma^2+\\epsilon}}")).toBe("Z=X−μσ2+ϵ")
    expect(textOf("\\text{a\\_b of } k")).toBe("a_b of k")
    expect(boxOf("\\hat{x}")!.strokes).toHaveLength(1)
    expect(boxOf("\\sqrt{x}")!.strokes).toHaveLength(2)
  })
  it("scripts are smaller, and stand above and below the line", () => {
    const [base, below, above] = [..."xij"].map((text) => boxOf("x_i^j")!.glyphs.find((glyph) => glyph.text === text)!)
    expect(base!.size).toBe(1)
    expect(below!.size).toBeCloseTo(0.7)
    expect(below!.y).toBeGreaterThan(0.1)
    expect(above!.y).toBeLessThan(-0.3)
    expect(below!.x).toBeGreaterThan(0.4)
  })
  it("sums take their limits above and below in display style, beside them in text", () => {
    const sum = (display: boolean) => boxOf("\\sum_{i=1}^n x_i", display)!
    expect(sum(true).height + sum(true).depth).toBeGreaterThan(1.4 * (sum(false).height + sum(false).depth))
    expect(sum(false).width).toBeGreaterThan(sum(true).width - 0.8)
  })
  it("spaces signs as TeX does: joined by two sides, not as a sign of one", () => {
    expect(boxOf("a-b")!.width - boxOf("ab")!.width).toBeCloseTo(0.778 + 8 / 18, 2)
    expect(boxOf("-b")!.width - boxOf("b")!.width).toBeCloseTo(0.778, 2)
    expect(boxOf("a=-b")!.width - boxOf("ab")!.width).toBeCloseTo(2 * 0.778 + 10 / 18, 2)
  })
  it("what it does not know stays as its source, cut where it must", () => {
    for (const tex of [
      "\\color{red}x",
      "\\def\\a{\\a\\a}\\a",
      "x_",
      "{",
      "\\left(x",
      "\\begin{cases}x",
      "a & b",
      "\\sqrt[3]{x}",
      "x}y",
    ]) {
      expect(readTex(tex), tex).toBeNull()
    }
    const at = { x: 0, y: 0, size: 20, fill: "#000" }
    expect(formula("\\color{red}<x>", at)).toContain("\\color{red}&lt;x&gt;")
    expect(formula(`\\color{${"red".repeat(40)}}`, { ...at, room: 60 })).toMatch(/…<\/text>$/)
  })
  it("ends in time on anything", () => {
    for (const tex of [
      `${"{".repeat(39)}x${"}".repeat(39)}`,
      "x^".repeat(200),
      "\\frac".repeat(200),
      "\\left(".repeat(100),
    ]) {
      expect(() => readTex(tex)).not.toThrow()
    }
  })
})
