// The steps of a run, one by one: their order, their pieces and their words.

import { describe, expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { nodeName } from "../../src/graph/analysis/nodeName.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"
import { type Piece, type Sequence, sequenceOf } from "../../src/state/player/playerSteps.ts"
import { formulasOf, sentenceOf } from "../../src/state/player/playerWords.ts"
import { windowOf } from "../../src/state/run/numbers.ts"
import { expectClose, openGraph, runDocument } from "../graphs/gallery.ts"
import { batchNorm, sequence } from "./sequences.ts"
import { shown } from "./shown.ts"

const places = sequence.steps.map(({ phase, kind, node, arrived }) => `${phase[0]} ${kind} ${node} ${arrived}`)

function sequenceFor(document: GradwireDocument): Sequence {
  const { analysis, result } = runDocument(document)
  return sequenceOf(analysis, shown(result))
}

/** All of them come along with runs of this size. */
function numbersOf({ tensor }: Piece): readonly number[] {
  const read = windowOf(tensor).now()
  if (read === null) throw new Error("expected the numbers to be at hand")
  return [...read.is.data]
}

describe("the sequence of the batch-norm graph", () => {
  test("goes forward in topological order, then back, with the fork at X piece by piece", () => {
    expect(places).toEqual([
      ...["X", "gamma", "beta", "mu", "sigma2", "Z", "Y"].map((id) => `f compute ${id} 0`),
      "b start Y 1",
      ...["Z", "sigma2", "mu", "beta", "gamma"].map((id) => `b arrive ${id} 1`),
      "b piece X 1",
      "b piece X 2",
      "b piece X 3",
      "b sum X 3",
    ])
    expect(sequence.chips.length).toBe(14)
    expect(sequence.chips.at(-1)).toEqual({ phase: "backward", node: "X", first: 13, last: 16 })
  })

  test("the pieces at X are those of the wires, and add up to its gradient", () => {
    const { pieces } = sequence.steps.at(-1)!
    expect(pieces.map(({ wire }) => wire?.to.node)).toEqual(["Z", "sigma2", "mu"])
    const sum = pieces.reduce(
      (total, piece) => total.map((x, i) => x + numbersOf(piece)[i]!),
      new Array<number>(12).fill(0),
    )
    expectClose(sum, batchNorm.gradient("X:value"), 1e-12)
    for (const { wire, tensor } of pieces) expect(tensor).toBe(sequence.result.at("wire", wire!.id))
  })

  test("every wire moves once each way, and its number is known from then on", () => {
    for (const { id, from } of batchNorm.analysis.wires) {
      const back = sequence.steps.filter(
        ({ phase, kind, wires }) => phase === "backward" && kind !== "sum" && wires.some((w) => w.id === id),
      )
      expect(back.map(({ index }) => index)).toEqual([sequence.gradient.wires.get(id)])
      expect(sequence.steps[sequence.value.wires.get(id)!]!.node).toBe(from.node)
    }
    expect(sequence.gradient.tensors.get("X:value")).toBe(16)
  })

  test("each step has its sentence", () => {
    const sentences = sequence.steps.map(({ index }) => sentenceOf(sequence, index))
    expect(sentences[0]).toBe("Forward, step 1 of 17 · X is given")
    expect(sentences[4]).toBe("Forward, step 5 of 17 · Variance gives σ²")
    expect(sentences[7]).toBe("Backward, step 8 of 17 · the gradient starts at Y")
    expect(sentences[9]).toBe("Backward, step 10 of 17 · the gradient reaches σ² from Z")
    expect(sentences[14]).toBe("Backward, step 15 of 17 · the gradient reaches X from σ², piece 2 of 3")
    expect(sentences[16]).toBe("Backward, step 17 of 17 · the gradient adds up at X from three pieces")
  })

  test("each step has the rule that it used, with the graph's names", () => {
    expect(formulasOf(sequence, sequence.steps[5]!)).toEqual([
      "{Z} = \\frac{X - \\mu}{\\sqrt{{\\sigma^2} + \\epsilon}}".replace("{Z}", "Z"),
    ])
    expect(formulasOf(sequence, sequence.steps[13]!)).toEqual([
      "\\frac{\\partial L}{\\partial X} \\mathrel{+}= \\frac{1}{\\sqrt{{\\sigma^2} + \\epsilon}}\\, \\frac{\\partial L}{\\partial Z}",
    ])
    const [sum] = formulasOf(sequence, sequence.steps[16]!)
    expect(sum).toContain("\\frac{\\partial L}{\\partial {\\sigma^2}}")
    expect(sum).toContain("\\frac{1}{n}\\, \\frac{\\partial L}{\\partial \\mu}")
    expect(sum!.match(/ \+ /g)!.length).toBeGreaterThanOrEqual(2)
  })
})

describe("other graphs", () => {
  test("an upstream gradient beside a wire is a piece from outside", () => {
    const document: GradwireDocument = {
      gradwire: 1,
      target: "L",
      upstream: { "h:output": [10, 20] },
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [1, 2] } },
        { id: "h", op: "Square", inputs: { input: "x" } },
        { id: "L", op: "Sum", inputs: { input: "h" } },
      ],
    }
    const steps = sequenceFor(document).steps.filter(({ node, phase }) => node === "h" && phase === "backward")
    expect(steps.map(({ kind }) => kind)).toEqual(["piece", "piece", "sum"])
    expect(steps[0]!.pieces.map((piece) => [piece.wire?.id ?? null, ...numbersOf(piece)])).toEqual([
      [null, 10, 20],
      ["h:output>L:input", 1, 1],
    ])
  })

  test("a label that is a sum stands in brackets, what is given has no formula, a weight bears its node's name", () => {
    const formulasIn = (name: string): readonly string[] => {
      const { analysis, result } = openGraph(name)
      const all = sequenceOf(analysis, shown(result))
      return all.steps.map((step) => formulasOf(all, step).join("; "))
    }
    const pieces = formulasIn("b3-batch-norm-pieces")
    expect(pieces[0]).toBe("")
    expect(pieces).toContain("{\\mathrm{squares}} = {(X-\\mu)}^2")
    expect(pieces).toContain("\\frac{\\partial L}{\\partial X} \\mathrel{+}= \\frac{\\partial L}{\\partial {(X-\\mu)}}")
    expect(formulasIn("conv3-pool2-fc3").at(-1)).toContain("{w^{(\\mathrm{conv1})}}_{f,c,u,v}")
  })

  test("two pieces that one node sends are told apart by its ports", () => {
    const squares = sequenceFor({
      gradwire: 1,
      target: "L",
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2] } },
        { id: "p", op: "Mul", inputs: { a: "x", b: "x" } },
        { id: "L", op: "Sum", inputs: { input: "p" } },
      ],
    })
    const pieces = squares.steps.filter(({ kind }) => kind === "piece")
    expect(pieces.map(({ index }) => sentenceOf(squares, index).split(" · ")[1])).toEqual([
      "the gradient reaches x from p:a, piece 1 of 2",
      "the gradient reaches x from p:b, piece 2 of 2",
    ])
  })

  test("params get their gradient in the last step of their node", () => {
    const cnn = openGraph("conv3-pool2-fc3")
    const { analysis, result } = cnn
    const cnnSequence = sequenceOf(analysis, shown(result))
    const learned = cnnSequence.steps.flatMap(({ node, params }) => params.map((name) => `${node}.${name}`))
    expect(learned.sort()).toEqual(
      [...result.params.keys()].filter((name) => result.gradients.has(name) && !name.endsWith(".value")).sort(),
    )
    expect(learned.length).toBeGreaterThan(2)
    const step = cnnSequence.steps.find(({ params }) => params.includes("weight"))!
    expect(sentenceOf(cnnSequence, step.index)).toMatch(/; weight and bias of \w+ get theirs$/)
    expect(formulasOf(cnnSequence, step).length).toBe(3)
  })

  test("labels are written in letters where letters can, else the id stands in", () => {
    const label = (text: string) =>
      nodeName(analyze({ gradwire: 1, nodes: [{ id: "a", op: "Input", label: text }] }, ops, "train"), "a")
    expect(["\\mu", "\\sigma^2", "W_1", "Layer one", "\\hat{x}"].map(label)).toEqual([
      "μ",
      "σ²",
      "W₁",
      "Layer one",
      "a",
    ])
  })
})
