import { readdirSync, readFileSync } from "node:fs"
import katex from "katex"
import { describe, expect, test } from "vitest"
import { whereTex, writeSum } from "../../src/editor/inspector/sumTex.ts"
import { evaluate, formula } from "../../src/formula/formula.ts"
import { writeTex } from "../../src/formula/tex.ts"
import { analyze } from "../../src/graph/analyze.ts"
import { paramCount, symbolsOf } from "../../src/graph/counts.ts"
import { readDocument } from "../../src/graph/read.ts"
import { graphSymbols, numberedSymbols } from "../../src/graph/symbols.ts"
import { ops } from "../../src/ops/registry.ts"

const folder = new URL("../../graphs/", import.meta.url)
const nodes = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => {
    const { document } = readDocument(readFileSync(new URL(file, folder), "utf8"))
    if (document === null) throw new Error(`${file} cannot be read`)
    const analysis = analyze(document, ops, "train")
    return [...analysis.nodes.values()].map((node) => ({ where: `${file} ${node.id}`, node, analysis }))
  })

describe("formulas with numbers", () => {
  test("output size and count of the course's first layer, by hand", () => {
    const symbols = { h: 28, p: 1, d: 1, kh: 3, kw: 3, s: 1, c: 1, f: 10 }
    expect(writeSum("floor((h + 2*p - d*(kh - 1) - 1)/s + 1)", symbols, true)).toBe(
      "\\left\\lfloor \\frac{28 + 2 \\times 1 − 1 \\times \\left(3 − 1\\right) − 1}{1} + 1 \\right\\rfloor = 28",
    )
    expect(writeSum("kh*kw*c*f + f", symbols, true)).toBe("3 \\times 3 \\times 1 \\times 10 + 10 = 100")
    expect(writeSum("kh*kw*c*f + f", symbols, false)).toBe("k_{h} \\, k_{w} \\, c \\, f + f = 100")
  })

  test("every sum of the gallery can be drawn, and says what the analysis says", () => {
    let sums = 0
    for (const { where, node } of nodes) {
      if (node.state !== "ok") continue
      const symbols = symbolsOf(node)
      const { outputSize, macs } = node.op?.formulas ?? {}
      for (const text of [outputSize, macs, ...node.params.map(({ count }) => count)]) {
        if (text === undefined) continue
        for (const numbered of [true, false]) katex.renderToString(writeSum(text, symbols, numbered))
        sums++
      }
      katex.renderToString(whereTex(symbols))
      const own = node.params.filter(({ wired }) => wired === null).map(({ count }) => count)
      if (own.length > 0) {
        expect(evaluate(formula(own.join(" + ")), symbols), where).toBe(paramCount(node)?.count)
      }
    }
    expect(sums).toBeGreaterThan(30)
  })

  test("attributes that are numbers stand in the rules as numbers", () => {
    const document = {
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2] } },
        { id: "y", op: "LeakyReLU", attrs: { negative_slope: 0.25 }, inputs: { input: "x" } },
      ],
    }
    const analysis = analyze(document, ops, "train")
    const node = analysis.nodes.get("y")!
    const named = graphSymbols(node, (id) => analysis.nodes.get(id)?.node)
    expect(writeTex(node.op!.tex.forward, numberedSymbols(node, named))).toContain("0.25")
    expect(writeTex(node.op!.tex.forward, named)).not.toContain("0.25")
  })
})
