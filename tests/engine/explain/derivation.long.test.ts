// The chain rule written out: every step is a formula that can be drawn, and what it arrives at is the gradient.

import { readdirSync } from "node:fs"
import katex from "katex"
import { describe, expect, it } from "vitest"
import { evaluate, writeSum } from "../../../src/engine/explain/algebra.ts"
import { closedForm } from "../../../src/engine/explain/closedForm.ts"
import { type Derivation, derivationTex, derive } from "../../../src/engine/explain/derivation.ts"
import { printedForm } from "../../../src/engine/explain/printedForm.ts"
import { run } from "../../../src/engine/pass/run.ts"
import { KATEX_OPTIONS } from "../../../src/formula/guard.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { column, expectClose, mean, openGraph, runDocument } from "../../graphs/gallery.ts"

const HEAVY = new Set(["resnet-152"])
const graphs = readdirSync(new URL("../../../graphs/", import.meta.url))
  .map((file) => file.replace(/\.json$/, ""))
  .filter((name) => !HEAVY.has(name))

function draw(tex: string): void {
  katex.renderToString(tex, { ...KATEX_OPTIONS, macros: Object.create(null), displayMode: true })
}

function derivationOf(graph: string, node: string, port = "value"): Derivation {
  const { analysis, result } = openGraph(graph)
  const derivation = derive(analysis, result, { node, port })
  expect(derivation).not.toBeNull()
  return derivation!
}

describe.each(graphs)("%s", (graph) => {
  it("every step of every derivation can be drawn, and every closed form is the gradient", () => {
    const { analysis, result } = openGraph(graph)
    let derived = 0
    for (const name of result.gradients.keys()) {
      const [node = "", port = ""] = name.split(":")
      const of =
        port === ""
          ? { node: name.slice(0, name.lastIndexOf(".")), param: name.slice(name.lastIndexOf(".") + 1) }
          : { node, port }
      if (port.includes("[")) continue
      const derivation = derive(analysis, result, of)
      expect(derivation, name).not.toBeNull()
      const ids = new Set(analysis.wires.map(({ id }) => id))
      for (const { tex, words, wire, left, terms } of [...derivation!.steps, ...(derivation!.closed?.steps ?? [])]) {
        expect(words).not.toBe("")
        expect([left, ...terms.flatMap(({ sign, tex }) => [sign, tex])].join(" ")).toBe(tex)
        for (const term of terms) {
          expect(() => draw(term.tex), term.tex).not.toThrow()
          expect(term.wires.filter((id) => !ids.has(id))).toEqual([])
        }
        if (wire !== null) expect(analysis.wires.map(({ id }) => id)).toContain(wire)
        expect(() => draw(tex), tex).not.toThrow()
      }
      expect(() => draw(derivationTex(derivation!)), name).not.toThrow()
      expect(derivation!.closed?.difference ?? 0, name).toBeLessThan(1e-12)
      derived++
    }
    expect(derived).toBeGreaterThan(0)
  })
})

describe("batch norm's graph", () => {
  it("says first what L stands for, since Y is no single number", () => {
    const derivation = derivationOf("batch-norm", "X")
    expect(derivationTex(derivation).split("\n")[1]).toBe("L &= \\sum \\mathrm{d}Y \\odot Y \\notag \\\\")
    expect(derivationTex(derivationOf("d1-adam", "x"))).not.toContain("mathrm{d}Y")
  })

  it("names every wire on the way from X to Y once, and sums three pieces", () => {
    const { steps } = derivationOf("batch-norm", "X")
    expect(steps.flatMap(({ wire }) => wire ?? []).sort()).toEqual([
      "X:value>Z:x",
      "X:value>mu:input",
      "X:value>sigma2:input",
      "Z:output>Y:x",
      "mu:output>Z:mean",
      "sigma2:output>Z:variance",
    ])
    expect(steps[0]!.words).toContain("3 paths")
    expect(steps.find(({ wire }) => wire === "X:value>sigma2:input")!.tex).toContain(String.raw`\frac{2}{n}`)
    expect(steps.at(-1)!.tex.match(/\\right\|/g)).toHaveLength(3)
  })

  it("says of each term by which wires it comes: of a path all of them, of a sum the one it arrives by", () => {
    const { steps, closed } = derivationOf("batch-norm", "X")
    expect(steps[0]!.terms.map(({ wires }) => [...wires].sort()).sort()).toEqual([
      ["X:value>Z:x", "Z:output>Y:x"],
      ["X:value>mu:input", "Z:output>Y:x", "mu:output>Z:mean"],
      ["X:value>sigma2:input", "Z:output>Y:x", "sigma2:output>Z:variance"],
    ])
    expect(
      steps
        .at(-1)!
        .terms.flatMap(({ wires }) => wires)
        .sort(),
    ).toEqual(["X:value>Z:x", "X:value>mu:input", "X:value>sigma2:input"])
    expect(closed!.steps.at(-1)!.terms.map(({ sign, wires }) => [sign, ...wires])).toEqual([
      ["=", "X:value>Z:x"],
      ["-", "X:value>mu:input"],
      ["-", "X:value>sigma2:input"],
    ])
  })

  it("arrives at B2's closed form and says by which wire each term came", () => {
    const { closed } = derivationOf("batch-norm", "X")
    expect(
      closed!.steps
        .at(-1)!
        .tex.replaceAll("{\\gamma}", "\\gamma")
        .replaceAll(/[{](\\mu|\\sigma\^2)[}]/g, "$1"),
    ).toBe(
      String.raw`\frac{\partial L}{\partial X_{ij}} = \frac{\gamma_{j}}{\sqrt{\sigma^2_{j} + \epsilon}} \biggl( ` +
        String.raw`\underbrace{\frac{\partial L}{\partial Y_{ij}}}_{\text{via } Z} - ` +
        String.raw`\underbrace{\frac{1}{n}\, \sum_k \frac{\partial L}{\partial Y_{kj}}}_{\text{via } \mu} - ` +
        String.raw`\underbrace{\frac{X_{ij} - \mu_{j}}{n\, \left(\sigma^2_{j} + \epsilon\right)}\, ` +
        String.raw`\sum_k \frac{\partial L}{\partial Y_{kj}}\, \left(X_{kj} - \mu_{j}\right)}_{\text{via } \sigma^2} \biggr)`,
    )
  })

  it("is what the homework's formula and finite differences give, to rounding", () => {
    const { analysis, result, document, value } = openGraph("batch-norm")
    const { sum } = closedForm(analysis, result, { node: "X", port: "value" })!
    const closed = Array.from(evaluate(sum).data)
    const [x, dY, gamma] = [value("X:value"), upstreamOf(document), value("gamma:value")]
    const wanted = x.map((_, at) => {
      const j = at % 3
      const [xs, dys] = [column(x, 3, j), column(dY, 3, j)]
      const mu = mean(xs)
      const v = mean(xs.map((xi) => (xi - mu) ** 2)) + 1e-5
      const products = dys.reduce((total, dy, k) => total + dy * (xs[k]! - mu), 0)
      return (gamma[j]! / Math.sqrt(v)) * (dY[at]! - mean(dys) - ((x[at]! - mu) / (4 * v)) * products)
    })
    expectClose(closed, wanted)
    expectClose(
      closed.slice(0, 5),
      [0, 1, 2, 3, 4].map((at) => slope(document, "X", at)),
      1e-6,
    )
  })

  it("loses to differences without the factor X − μ in the term through σ²", () => {
    const { analysis, result, gradient } = openGraph("batch-norm")
    const { sum } = closedForm(analysis, result, { node: "X", port: "value" })!
    const printed = sum.map((term) => ({
      ...term,
      factors: term.factors.filter(({ atom }) => atom.form !== "compound" || !atom.onSet),
    }))
    const wrong = Array.from(evaluate(printed).data)
    expect(Math.max(...wrong.map((x, i) => Math.abs(x - gradient("X:value")[i]!)))).toBeGreaterThan(0.1)
  })

  it("gives dγ and dβ as sums over the batch", () => {
    expect(derivationOf("batch-norm", "gamma").closed!.steps.at(-1)!.tex).toContain(
      String.raw`= \sum_k Z_{kj}\, \frac{\partial L}{\partial Y_{kj}}`,
    )
    expect(derivationOf("batch-norm", "beta").closed!.steps.at(-1)!.tex).toContain(
      String.raw`= \sum_k \frac{\partial L}{\partial Y_{kj}}`,
    )
  })
})

it("B3: μ drawn into σ² brings nothing, and the closed form is the same", () => {
  const { analysis, result } = openGraph("b3-batch-norm-pieces")
  const toSquares = closedForm(analysis, result, { node: "mu", port: "output" })!
  expect(toSquares.pieces.map(({ wire, sum }) => [wire.to.node, writeSum(sum)])).toContainEqual(["centred", "0"])
  expect(closedForm(analysis, result, { node: "X", port: "value" })!.sum).toHaveLength(3)
})

it("B4: γ times the upstream gradient less its mean", () => {
  const { closed } = derivationOf("b4-de-meaning", "X")
  expect(closed!.steps.at(-1)!.tex).toContain(
    String.raw`{\gamma}_{j} \biggl( \underbrace{\frac{\partial L}{\partial Y_{ij}}}`,
  )
  expect(closed!.steps.at(-1)!.tex).not.toContain("sigma")
})

it("puts an unbiased variance, products and quotients into one another", () => {
  const document: GradwireDocument = {
    gradwire: 1,
    seed: 3,
    target: "y",
    upstream: {
      y: [
        [1, -2, 0.5],
        [0.25, 3, -1],
        [2, 1, 1],
      ],
    },
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3, 3] } },
      { id: "v", op: "Var", attrs: { dim: [1], keepdim: true }, inputs: { input: "x" } },
      { id: "s", op: "Sqrt", inputs: { input: "v" } },
      { id: "q", op: "Div", inputs: { a: "x", b: "s" } },
      { id: "p", op: "Mul", inputs: { a: "q", b: "x" } },
      { id: "y", op: "Neg", inputs: { input: "p" } },
    ],
  }
  const { analysis, result } = runDocument(document)
  const form = closedForm(analysis, result, { node: "x", port: "value" })!
  expect(form.difference).toBeLessThan(1e-13)
  expect(form.set.axes).toEqual([-1])
  expect(writeSum(form.sum)).toContain("n - 1")
})

it("keeps the gradient behind a layer as a symbol", () => {
  const { analysis, result } = runDocument({
    gradwire: 1,
    seed: 1,
    target: "fc",
    upstream: {
      fc: [
        [1, 2],
        [-1, 0.5],
        [3, 1],
      ],
    },
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3, 4] } },
      { id: "m", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" } },
      { id: "c", op: "Sub", inputs: { a: "x", b: "m" } },
      { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "c" } },
    ],
  })
  const form = closedForm(analysis, result, { node: "x", port: "value" })!
  expect(form.difference).toBeLessThan(1e-13)
  expect(writeSum(form.sum)).toBe(
    String.raw`\frac{\partial L}{\partial c_{ij}} - \frac{1}{n}\, \sum_k \frac{\partial L}{\partial c_{kj}}`,
  )
  expect(closedForm(analysis, result, { node: "c", port: "output" })).toBeNull()
})

it("has nothing to derive where no gradient reaches", () => {
  const { analysis, result } = openGraph("b2-batch-norm-closed-form")
  expect(derive(analysis, result, { node: "dX", port: "output" })).toBeNull()
  expect(derive(analysis, result, { node: "nobody", port: "output" })).toBeNull()
})

function upstreamOf(document: GradwireDocument): number[] {
  return (document.upstream!["Y:output"] as number[][]).flat()
}

/** Central difference of L = Σ dY · Y at one cell of an input with written values. */
function slope(document: GradwireDocument, id: string, at: number): number {
  const h = 1e-5
  const lossAt = (by: number): number => {
    const nodes = document.nodes.map((node) => {
      if (node.id !== id || !("values" in node)) return node
      const rows = structuredClone(node.values!.value) as number[][]
      rows[Math.floor(at / 3)]![at % 3]! += by
      return { ...node, values: { value: rows } }
    })
    return run(analyze({ ...document, nodes }, ops, "train"), { mode: "train", dtype: "float64" }).loss!
  }
  return (lossAt(h) - lossAt(-h)) / (2 * h)
}

describe("the form as printed in the course", () => {
  it("lacks X − μ, is far from finite differences, and ours equals them and PyTorch", () => {
    const { analysis } = openGraph("batch-norm")
    const printed = printedForm(analysis, { node: "X", port: "value" })!
    expect(printed.factor.replaceAll("{\\mu}", "\\mu")).toBe(String.raw`\left(X_{ij} - \mu_{j}\right)`)
    expect(() => draw(printed.tex)).not.toThrow()
    expect(printed.rows).toHaveLength(12)
    for (const { ours, torch } of printed.rows) expect(ours).toBeCloseTo(torch!, 13)
    expect(printed.worst.ours).toBeLessThan(1e-9)
    expect(printed.worst.torch).toBeLessThan(1e-9)
    expect(printed.worst.printed).toBeGreaterThan(0.1)
  })

  it("says nothing of PyTorch where the numbers are others, and nothing at all where no such term is", () => {
    const { document } = openGraph("batch-norm")
    const nodes = document.nodes.map((node) =>
      node.id === "gamma" && "op" in node ? { ...node, values: { value: [3, 1, 1] } } : node,
    )
    const printed = printedForm(analyze({ ...document, nodes }, ops, "train"), { node: "X", port: "value" })!
    expect(printed.rows.every(({ torch }) => torch === null)).toBe(true)
    expect(printed.worst.torch).toBeNull()
    expect(printed.worst.ours).toBeLessThan(1e-8)
    expect(printedForm(openGraph("batch-norm").analysis, { node: "gamma", port: "value" })).toBeNull()
    expect(printedForm(openGraph("b4-de-meaning").analysis, { node: "X", port: "value" })).toBeNull()
  })
})
