// Figures for other programs: TikZ, Graphviz and Mermaid say what is drawn, and nothing that a stranger wrote is a command.

import { describe, expect, it, test } from "vitest"
import { exportFormats } from "../../../src/formats/exports/registry.ts"
import { latexMaths } from "../../../src/formats/latex/latexMaths.ts"
import { latexText, Missing } from "../../../src/formats/latex/latexText.ts"
import { checkLatex, readDot, readMermaid, sourceOf, written } from "./readers.ts"

const grouped = JSON.stringify({
  gradwire: 1,
  title: "Two groups",
  groups: [
    { id: "outer", label: "The outer one" },
    { id: "inner", parent: "outer" },
    { id: "closed", label: "Closed", collapsed: true },
  ],
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 3] }, at: [0, 0] },
    { id: "fc", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "x" }, group: "outer", at: [300, 0] },
    { id: "act", op: "ReLU", inputs: { input: "fc" }, group: "inner", at: [600, 0] },
    { id: "a", op: "Exp", inputs: { input: "act" }, group: "closed", at: [900, 0] },
    { id: "b", op: "Add", inputs: { a: "a", b: "act" }, group: "closed", at: [1200, 0] },
  ],
})

describe("a graph with groups", () => {
  it("for Graphviz", async () => {
    const { text, lost } = await written("dot", grouped)
    const { nodes, arrows, groups } = readDot(text)
    expect(lost).toEqual([])
    expect([...nodes]).toEqual([
      ["x", ["Input", "x"]],
      ["group:closed", ["Closed", "4 → 4", "2 nodes"]],
      ["fc", ["Linear", "fc", "4 outputs", "16 params"]],
      ["act", ["ReLU", "act"]],
    ])
    expect(groups).toEqual(["The outer one", "inner"])
    expect(arrows.map(([from, to]) => `${from} ${to}`)).toEqual([
      "x fc",
      "fc act",
      "act group:closed",
      "act group:closed",
    ])
    expect(arrows[0]).toEqual(["x", "fc", "3"])
  })
  it("for Mermaid", async () => {
    const { nodes, arrows, groups, title } = readMermaid((await written("mermaid", grouped)).text)
    expect(title).toMatch(/^Two groups, .*2/)
    expect([...nodes.values()].map(([first]) => first)).toEqual(["Input", "Closed", "Linear", "ReLU"])
    expect(groups).toEqual(["The outer one", "inner"])
    expect(arrows).toHaveLength(4)
  })
  it("for TikZ, a node a card and a path a wire", async () => {
    const { text } = await written("tikz", grouped)
    checkLatex(text)
    expect(text.match(/\\node\[(?:card|round)/g)).toHaveLength(4)
    expect(text.match(/\\draw\[wire/g)).toHaveLength(4)
    expect(text.match(/\\draw\[frame\]/g)).toHaveLength(2)
    expect(text).toContain("{\\textbf{Closed}\\\\{}")
    expect(text).toContain("{The outer one};")
  })
})

test("TikZ alone is a picture without a page; the table comes on request", async () => {
  const page = (await written("tikz", grouped)).text
  const snippet = (await written("tikz", grouped, "snippet")).text
  const both = (await written("tikz", grouped, "snippet", "table")).text
  const paper = (await written("tikz", grouped, "table")).text
  for (const text of [page, snippet, both, paper]) checkLatex(text)
  expect(page).toMatch(/^\\documentclass\{article\}\n\\usepackage\{tikz\}\n/)
  expect(snippet).not.toMatch(/documentclass|shipout|tabular/)
  expect(both).toMatch(/\\end\{tikzpicture\}\n\n\\begin\{tabular\}\{l[lr]+\}\n[\s\S]*\\end\{tabular\}\n$/)
  expect(paper).toMatch(/\\begin\{tabular\}[\s\S]*\\end\{document\}\n$/)
})

describe("LaTeX", () => {
  const missing = new Missing()
  it.each([
    ["plain words", "plain words"],
    ["50 % & #1_a", "50 \\% \\& \\#1\\_a"],
    ["3×3, α ≤ 1", "3$\\times$3, $\\alpha$ $\\le$ 1"],
    ["naïve Ångström façade", 'na\\"{\\i}ve \\r{A}ngstr\\"{o}m fa\\c{c}ade'],
    ["a\\b{c}", "a\\textbackslash{}b\\{c\\}"],
    ["x < y > z", "x $<$ y $>$ z"],
  ])("text %s", (text, latex) => expect(latexText(text, missing)).toBe(latex))
  it.each([
    ["\\gamma", "$\\gamma$"],
    ["\\hat{X}", "$\\hat{X}$"],
    ["W^{(1)}", "$W^{(1)}$"],
    ["\\sigma^2", "$\\sigma^{2}$"],
    ["\\frac{x-\\mu}{\\sqrt{\\sigma^2+\\epsilon}}", "$\\frac{x-\\mu }{\\sqrt{\\sigma^{2}+\\epsilon }}$"],
    ["\\text{max pool}", "$\\mathrm{max\\ pool}$"],
    ["\\log\\sum_i e^{x_i}", "$\\mathop{\\mathrm{log}}\\nolimits \\sum_{i}e^{x_{i}}$"],
    ["\\mathbf{W}x", "$\\mathbf{W}x$"],
    ["\\begin{cases}a&b\\\\c&d\\end{cases}", "$\\left\\{\\begin{array}{ll}a & b \\\\ c & d\\end{array}\\right.$"],
    ["\\lfloor x \\rfloor", "$\\lfloor x\\rfloor$"],
    ["\\unknown{x}", "\\texttt{\\textbackslash{}unknown\\{x\\}}"],
  ])("formula %s", (tex, latex) => expect(latexMaths(tex, missing)).toBe(latex))
  it("what pdfLaTeX lacks is a question mark, and told", async () => {
    const { text, lost } = await written(
      "tikz",
      JSON.stringify({ gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [2] }, label: "中 a 中 😀" }] }),
    )
    expect(text).toContain("? a ? ?")
    expect(lost).toEqual([
      { place: "中", reason: "pdfLaTeX has no letter U+4E2D without further packages; a ? stands for it." },
      { place: "😀", reason: "pdfLaTeX has no letter U+1F600 without further packages; a ? stands for it." },
    ])
  })
  it("a figure longer than TeX can draw is refused", async () => {
    const nodes = [0, 30_000].map((x, i) => ({ id: `n${i}`, op: "Input", attrs: { shape: [2] }, at: [x, 0] }))
    const exported = await exportFormats.get("tikz")?.write(sourceOf(JSON.stringify({ gradwire: 1, nodes })), new Set())
    expect(exported).toEqual({
      files: [],
      lost: [
        {
          place: "figure",
          reason: "It would be 8.0 m long, and TeX draws up to 5.7 m. Close groups, or tidy the graph.",
        },
      ],
      notes: [],
    })
  })
})
