import { readdirSync, readFileSync } from "node:fs"
import katex from "katex"
import { describe, expect, test } from "vitest"
import { widthSum } from "../../src/editor/inspector/formulas/otherAxis.ts"
import { whereTex, writeSum } from "../../src/editor/inspector/formulas/sumTex.ts"
import { evaluate, formula } from "../../src/formula/formula.ts"
import { writeTex } from "../../src/formula/tex.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { graphSymbols, numberedSymbols } from "../../src/graph/analysis/symbols.ts"
import { paramCount, symbolsOf } from "../../src/graph/measure/counts.ts"
import { readDocument } from "../../src/graph/text/read.ts"
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

  describe("the width's own sum", () => {
    const sums = (op: string, attrs: object, shape: readonly number[]) => {
      const nodes = [
        { id: "x", op: "Input", attrs: { shape } },
        { id: "y", op, attrs: { ...attrs }, inputs: { input: "x" } },
      ]
      const node = analyze({ gradwire: 1, nodes }, ops, "train").nodes.get("y")!
      const width = widthSum(node, node.op!.formulas!.outputSize!)
      return { width: width && writeSum(width.text, width.symbols, true), shape: node.outputs?.output }
    }

    test("is there where its numbers differ", () => {
      const conv = sums(
        "Conv2d",
        { out_channels: 2, kernel_size: [3, 5], stride: [1, 2], padding: [1, 0] },
        [1, 1, 8, 11],
      )
      expect(conv.shape).toEqual([1, 2, 8, 4])
      expect(conv.width).toBe(
        "\\left\\lfloor \\frac{11 + 2 \\times 0 − 1 \\times \\left(5 − 1\\right) − 1}{2} + 1 \\right\\rfloor = 4",
      )
      expect(sums("MaxPool2d", { kernel_size: 2 }, [1, 1, 6, 9]).width).toMatch(/ = 4$/)
      expect(
        sums("ConvTranspose2d", { out_channels: 1, kernel_size: [2, 3], stride: [2, 1] }, [1, 1, 3, 3]).width,
      ).toMatch(/ = 5$/)
      expect(sums("Conv2d", { out_channels: 2, kernel_size: [3, 2], padding: "same" }, [1, 1, 8, 8]).width).toMatch(
        / = 8$/,
      )
    })

    test("is not there where they are alike, nor where there is no width", () => {
      expect(sums("Conv2d", { out_channels: 2, kernel_size: 3 }, [1, 1, 8, 8]).width).toBe(null)
      expect(sums("Conv1d", { out_channels: 2, kernel_size: 3 }, [1, 1, 8]).width).toBe(null)
    })
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
