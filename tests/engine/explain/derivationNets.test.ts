// Derivations of networks as a student draws them: every wire on the way once, every letter said what it is, every line drawn.

import katex from "katex"
import { describe, expect, it } from "vitest"
import { derivationTex, derive } from "../../../src/engine/explain/derivation.ts"
import { KATEX_OPTIONS } from "../../../src/formula/guard.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { runDocument } from "../../graphs/gallery.ts"

function input(id: string, ...shape: number[]): NodeDocument {
  return { id, op: "Input", attrs: { shape } }
}
function node(id: string, op: string, from: string, attrs: NonNullable<NodeDocument["attrs"]> = {}): NodeDocument {
  return { id, op, attrs, inputs: { input: from } }
}
const classes: readonly NodeDocument[] = [
  input("y", 4),
  { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc2", target: "y" } },
]

const NETS: Readonly<Record<string, readonly NodeDocument[]>> = {
  "a perceptron of two layers": [
    input("x", 4, 3),
    node("fc1", "Linear", "x", { out_features: 5 }),
    node("h", "ReLU", "fc1"),
    node("fc2", "Linear", "h", { out_features: 3, bias: false }),
    ...classes,
  ],
  "a residual fork": [
    input("x", 2, 3),
    node("fc", "Linear", "x", { out_features: 3 }),
    node("r", "Tanh", "fc"),
    { id: "s", op: "Add", inputs: { a: "x", b: "r" } },
    node("out", "Square", "s"),
    { id: "loss", op: "Mean", inputs: { input: "out" } },
  ],
  "a convolution": [
    input("x", 4, 1, 6, 6),
    node("conv", "Conv2d", "x", { out_channels: 2, kernel_size: 3, padding: 1 }),
    node("bn", "BatchNorm2d", "conv"),
    node("pool", "MaxPool2d", "bn", { kernel_size: 2 }),
    node("flat", "Flatten", "pool"),
    node("drop", "Dropout", "flat"),
    node("fc2", "Linear", "drop", { out_features: 3 }),
    ...classes,
  ],
  attention: [
    input("x", 1, 3, 4),
    node("q", "Linear", "x", { out_features: 4 }),
    node("k", "Linear", "x", { out_features: 4 }),
    node("v", "Linear", "x", { out_features: 4 }),
    { id: "att", op: "ScaledDotProductAttention", inputs: { query: "q", key: "k", value: "v" } },
    { id: "loss", op: "Sum", inputs: { input: "att" } },
  ],
}

function derived(name: string) {
  const document: GradwireDocument = { gradwire: 1, seed: 7, target: "loss", nodes: [...NETS[name]!] }
  const { analysis, result } = runDocument(document)
  const derivation = derive(analysis, result, { node: "x", port: "value" })!
  return { analysis, result, ...derivation, copied: derivationTex(derivation) }
}

describe.each(Object.keys(NETS))("%s", (name) => {
  it("has one step for every wire that brings gradient, and is drawn whole when copied", () => {
    const { result, steps, copied } = derived(name)
    expect(steps.flatMap(({ wire }) => wire ?? []).sort()).toEqual(
      [...result.wires.keys()].filter((id) => !id.startsWith("y:")).sort(),
    )
    expect(copied).not.toContain("broadcast")
    expect(copied).not.toContain("\\when")
    expect(() =>
      katex.renderToString(copied, { ...KATEX_OPTIONS, macros: Object.create(null), displayMode: true }),
    ).not.toThrow()
  })
})

it("names the softmax of a cross-entropy where it is used, in the same step", () => {
  const { steps, copied } = derived("a perceptron of two layers")
  const step = steps.find(({ wire }) => wire === "fc2:output>loss:input")!
  expect(step.tex).toContain("\\bigl(p_{ic} - [c = y_i]\\bigr)")
  expect(step.tex).toContain("\\quad p_{ic} =")
  // On a line of its own, which bears no number.
  expect(copied).toContain("\\notag \\\\\n&\\quad p_{ic} =")
})

it("adds the two ways of a residual fork", () => {
  const { steps } = derived("a residual fork")
  expect(steps.at(-1)!.words).toBe("2 pieces arrive at x and add.")
  expect(steps.find(({ wire }) => wire === "x:value>s:a")!.tex).toMatch(/= \\frac\{\\partial L\}\{\\partial s\}$/)
})

it("says what Δ and G are in each step of an attention that speaks of them", () => {
  for (const { tex } of derived("attention").steps.filter((step) => step.tex.includes("\\Delta"))) {
    expect(tex).toContain("\\Delta = ")
    expect(tex).toContain("G = ")
  }
})
