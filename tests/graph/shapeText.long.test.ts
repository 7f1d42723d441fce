// Shapes on a canvas: one convention for the batch, so that no shape has it while its neighbour has not.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it, test } from "vitest"
import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { shapeAt } from "../../src/graph/analysis/shapes.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { saysBatch, writeShape } from "../../src/graph/drawing/shapeText.ts"
import { commandLineLimits } from "../../src/graph/limits.ts"
import { graphAxes } from "../../src/graph/measure/axes/axes.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

const node = (id: string, op: string, input: string, attrs = {}): NodeDocument => ({ id, op, attrs, inputs: { input } })
const input = (...shape: number[]): NodeDocument => ({ id: "x", op: "Input", attrs: { shape } })
const conv = node("conv", "Conv2d", "x", { out_channels: 5, kernel_size: 3, padding: 1 })

function chips(nodes: readonly NodeDocument[], order: "HWC" | "CHW" = "HWC"): readonly string[] {
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  return analysis.wires.map((wire) => chip(analysis, wire, order))
}

function chip(analysis: Analysis, wire: Analysis["wires"][number], order: "HWC" | "CHW" = "HWC"): string {
  const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
  return shape === null ? "" : writeShape(shape, order, wire, analysis)
}

describe("a canvas", () => {
  const classifier = [
    conv,
    node("pool", "AdaptiveAvgPool2d", "conv", { output_size: 1 }),
    node("flat", "Flatten", "pool"),
    node("fc", "Linear", "flat", { out_features: 3 }),
  ]

  it("on which nothing works across the batch shows one example everywhere", () => {
    expect(chips([input(4, 1, 8, 6), ...classifier])).toEqual(["8×6×1", "8×6×5", "1×1×5", "5"])
    expect(chips([input(4, 1, 8, 6), ...classifier], "CHW")).toEqual(["1×8×6", "5×8×6", "5×1×1", "5"])
  })

  it("with a loss, a batch norm, or a mean over the batch shows it everywhere", () => {
    const loss: NodeDocument = { id: "L", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } }
    const labels: NodeDocument = { id: "t", op: "Input", attrs: { shape: [4] } }
    expect(chips([input(4, 1, 8, 6), ...classifier, labels, loss])).toEqual([
      "4×8×6×1",
      "4×8×6×5",
      "4×1×1×5",
      "4×5",
      "4×3",
      "4",
    ])
    expect(chips([input(4, 1, 8, 6), conv, node("bn", "BatchNorm2d", "conv"), node("r", "ReLU", "bn")])).toEqual([
      "4×8×6×1",
      "4×8×6×5",
      "4×8×6×5",
    ])
    expect(
      chips([
        input(4, 1, 8, 6),
        conv,
        node("mu", "Mean", "conv", { dim: [0], keepdim: true }),
        node("r", "ReLU", "mu"),
      ]),
    ).toEqual(["4×8×6×1", "4×8×6×5", "1×8×6×5"])
    expect(chips([input(4, 1, 8, 6), conv, node("ln", "InstanceNorm2d", "conv"), node("r", "ReLU", "ln")])).toEqual([
      "8×6×1",
      "8×6×5",
      "8×6×5",
    ])
  })

  it("of one example has no batch to show", () => {
    expect(chips([input(1, 1, 8, 6), conv, node("bn", "BatchNorm2d", "conv"), node("r", "ReLU", "bn")])).toEqual([
      "8×6×1",
      "8×6×5",
      "8×6×5",
    ])
    expect(chips([input(1, 8, 6), conv, node("r", "ReLU", "conv")])).toEqual(["8×6×1", "8×6×5"])
  })

  it("of sequences shows them whole, wherever the batch lies", () => {
    const attention = (batch_first: boolean): NodeDocument => ({
      id: "att",
      op: "MultiheadAttention",
      attrs: { num_heads: 2, batch_first },
      inputs: { query: "x", key: "x", value: "x" },
    })
    const fc = node("fc", "Linear", "att", { out_features: 3 })
    for (const [shape, first] of [
      [[5, 2, 8], false],
      [[2, 5, 8], true],
    ] as const)
      expect(chips([input(...shape), attention(first), fc])).toEqual(["5×8", "5×8", "5×8", "5×8"])
    expect(chips([input(5, 2, 8), attention(false), fc, node("L", "Sum", "fc")])).toEqual([
      "5×2×8",
      "5×2×8",
      "5×2×8",
      "5×2×8",
      "5×2×3",
    ])
  })

  it("of tables shows them whole", () => {
    expect(chips([input(4, 3), node("fc", "Linear", "x", { out_features: 2 }), node("r", "ReLU", "fc")])).toEqual([
      "4×3",
      "4×2",
    ])
  })
})

const gallery = readdirSync("graphs").map(
  (file) => [file, readDocument(readFileSync(`graphs/${file}`), commandLineLimits).document] as const,
)

test.each(gallery)("%s has one convention on all wires", (_, document) => {
  const analysis = analyze(document as GradwireDocument, ops)
  for (const wire of analysis.wires) {
    const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
    if (shape === null || shape.length === 0) continue
    const without = graphAxes(analysis).batch(wire.from) !== null && !saysBatch(analysis) ? 1 : 0
    const said = chip(analysis, wire)
    expect(said === "scalar" ? 0 : said.split("×").length, `${wire.id}: ${said}`).toBe(shape.length - without)
  }
})
