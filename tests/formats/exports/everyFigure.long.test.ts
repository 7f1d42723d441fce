// Every label of strangers and every graph of the gallery in every format of figures.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it, test } from "vitest"
import { sceneOf } from "../../../src/graph/drawing/scene.ts"
import labels from "../../hostile/labels.json" with { type: "json" }
import { checkLatex, readDot, readMermaid, sourceOf, written } from "./readers.ts"

/** Long ones are written as parts that repeat; what is no text is refused before it is drawn. */
function textOf(label: unknown): readonly string[] {
  if (typeof label === "string") return [label]
  if (typeof label !== "object" || label === null || !("parts" in label) || !Array.isArray(label.parts)) return []
  return [label.parts.map(([text, times]: [string, number]) => text.repeat(times)).join("")]
}

describe("labels of strangers", () => {
  const ODD = [
    '"]; X [label="',
    "]-->n1",
    "end",
    "%% comment",
    "<script>alert(1)</script>",
    "a`b`",
    "\\",
    "\\\\",
    '\\"',
    "x\\",
    "&quot;&#34;#34;#quot;",
    "\\end{document}\\input{/etc/passwd}",
    "^^5cinput",
    "$x$",
    "$",
    "%",
    "[x]",
    "*",
    "~",
    "_",
    "{",
    "}",
    "a\nb",
    "style x:#1;",
    "classDef:#;",
    "1. one",
    "- one",
    "é ß ł Ü ç ñ i̇ ő",
    "中文 😀",
    "α·β ≤ γ → ∞",
    "\u202eevil",
    "\\alpha + \\beta",
    "\\frac{a}{b}",
    "x^{2}_{i}",
    "\\text{a_b $x$ 100%}",
    "\\write18{ls}",
    "\\csname x\\endcsname",
    "\\catcode`\\%=12",
    "\\mathrm{\\input{x}}",
    "\\operatorname{a\\b}",
    "?`!`--''``",
  ]
  const all = [...labels.flatMap(({ label }) => textOf(label)), ...ODD]
  const document = (label: string): string =>
    JSON.stringify({
      gradwire: 1,
      title: label.slice(0, 150),
      groups: [{ id: "g", label: label.slice(0, 150) }],
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2] }, label, at: [0, 0] },
        { id: "y", op: "Exp", label, inputs: { input: "x" }, group: "g", at: [300, 0] },
        { id: "z", op: "Add", label, inputs: { a: "x", b: "y" }, at: [600, 0] },
      ],
    })
  it.each(all.map((label, i) => ({ i, label, short: JSON.stringify(label).slice(0, 60) })))(
    "$i $short",
    async ({ label }) => {
      const dot = readDot((await written("dot", document(label))).text)
      const mermaid = readMermaid((await written("mermaid", document(label))).text)
      // What cannot be read is drawn as such, without its wires.
      const wires = sourceOf(document(label)).analysis.wires.length
      expect([dot.nodes.size, dot.arrows.length]).toEqual([3, wires])
      expect([...mermaid.nodes.values()]).toEqual([...dot.nodes.values()])
      expect(mermaid.arrows).toHaveLength(wires)
      for (const on of [[], ["snippet", "table"]]) {
        const { text } = await written("tikz", document(label), ...on)
        checkLatex(text)
        expect(text.match(/\\node\[(?:card|round)/g)).toHaveLength(3)
      }
    },
  )
})

test.each(readdirSync("graphs").filter((file) => file.endsWith(".json")))("%s in every format", async (file) => {
  const text = readFileSync(`graphs/${file}`, "utf8")
  // Closed groups are one card.
  const scene = sceneOf(sourceOf(text).analysis)
  const dot = readDot((await written("dot", text)).text)
  expect(dot.nodes.size).toBe(scene.nodes.length)
  expect(dot.arrows).toHaveLength(scene.wires.length)
  expect(readMermaid((await written("mermaid", text)).text).nodes.size).toBe(scene.nodes.length)
  checkLatex((await written("tikz", text, "table")).text)
})
