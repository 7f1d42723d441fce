// How shapes are written: one convention for the batch, so that no shape has it while its neighbour has not.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it, test } from "vitest"
import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { shapeAt } from "../../src/graph/analysis/shapes.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { commandLineLimits } from "../../src/graph/limits.ts"
import { graphAxes } from "../../src/graph/measure/axes/axes.ts"
import {
  batchMark,
  neededBatchMark,
  notationOf,
  writeAxes,
  writeNamed,
  writeShape,
} from "../../src/graph/measure/notation.ts"
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
  return shape === null ? "" : writeShape(analysis, wire.from, shape, order)
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

  const loss: NodeDocument = { id: "L", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } }
  const labels = (n: number): NodeDocument => ({ id: "t", op: "Input", attrs: { shape: [n] } })
  const ONE = ["8×6×1", "8×6×5"]
  const WHOLE = ["4×8×6×1", "4×8×6×5"]

  it("with a loss at its end shows one example, and says the batch once", () => {
    const nodes = [input(4, 1, 8, 6), ...classifier, labels(4), loss]
    expect(chips(nodes)).toEqual([...ONE, "1×1×5", "5", "3", "scalar"])
    expect(batchMark(analyze({ gradwire: 1, nodes }, ops))).toBe("N = 4")
    const byHand = [node("squares", "Square", "fc"), node("mean", "Mean", "squares"), node("twice", "Neg", "mean")]
    expect(chips([input(4, 1, 8, 6), ...classifier, ...byHand])).toEqual([...ONE, "1×1×5", "5", "3", "3", "scalar"])
  })

  it("with a batch norm of a table shows it everywhere, with one of pictures one example", () => {
    const table = [input(4, 3), node("bn", "BatchNorm1d", "x"), node("fc", "Linear", "bn", { out_features: 2 })]
    expect(chips(table)).toEqual(["4×3", "4×3"])
    expect(chips([input(4, 1, 8, 6), conv, node("bn", "BatchNorm2d", "conv"), node("r", "ReLU", "bn")])).toEqual([
      ...ONE,
      "8×6×5",
    ])
  })

  it("on which a mean over the batch goes on, or its axis ends, shows it everywhere", () => {
    const mean = node("mu", "Mean", "conv", { dim: [0], keepdim: true })
    expect(chips([input(4, 1, 8, 6), conv, mean, node("r", "ReLU", "mu")])).toEqual([...WHOLE, "1×8×6×5"])
    const spread: NodeDocument = { id: "s", op: "Sub", inputs: { a: "conv", b: "m" } }
    expect(chips([input(4, 1, 8, 6), conv, node("m", "Mean", "conv"), spread])).toEqual([...WHOLE, WHOLE[1], "scalar"])
    const flat = node("f", "Flatten", "conv", { start_dim: 0 })
    expect(chips([input(4, 1, 8, 6), conv, flat, node("r", "ReLU", "f")])).toEqual([...WHOLE, "960"])
    const moved = node("p", "Permute", "conv", { dims: [1, 0, 2, 3] })
    expect(chips([input(4, 1, 8, 6), conv, moved, node("r", "ReLU", "p")])).toEqual([...ONE, "8×6×5"])
  })

  it("with batches of several sizes shows them", () => {
    const other: readonly NodeDocument[] = [
      { id: "y", op: "Input", attrs: { shape: [7, 1, 8, 6] } },
      node("conv2", "Conv2d", "y", { out_channels: 5, kernel_size: 3, padding: 1 }),
      node("r", "ReLU", "conv2"),
    ]
    const analysis = analyze({ gradwire: 1, nodes: [input(4, 1, 8, 6), conv, ...other] }, ops)
    expect(analysis.wires.map((wire) => chip(analysis, wire))).toEqual([WHOLE[0], "7×8×6×1", "7×8×6×5"])
    expect(batchMark(analysis)).toBeNull()
  })

  it("of one example has no batch to show", () => {
    expect(chips([input(1, 1, 8, 6), conv, node("bn", "BatchNorm2d", "conv"), node("r", "ReLU", "bn")])).toEqual([
      "8×6×1",
      "8×6×5",
      "8×6×5",
    ])
    const analysis = analyze({ gradwire: 1, nodes: [input(1, 1, 8, 6), conv] }, ops)
    expect([batchMark(analysis), neededBatchMark(analysis)]).toEqual(["N = 1", null])
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
    const sum = node("sum", "Sum", "fc", { dim: [1], keepdim: true })
    expect(chips([input(5, 2, 8), attention(false), fc, sum, node("r", "ReLU", "sum")])).toEqual([
      "5×2×8",
      "5×2×8",
      "5×2×8",
      "5×2×8",
      "5×2×3",
      "5×1×3",
    ])
  })

  it("of features for a layer shows one example; a matrix of which nobody says what it is, whole", () => {
    expect(chips([input(4, 3), node("fc", "Linear", "x", { out_features: 2 }), node("r", "ReLU", "fc")])).toEqual([
      "3",
      "2",
    ])
    expect(chips([input(4, 3), node("r", "ReLU", "x"), node("d", "Dropout", "r")])).toEqual(["4×3", "4×3"])
  })

  it("names the axes of what it shows", () => {
    const nodes = [input(4, 1, 8, 6), ...classifier, labels(4), loss]
    const analysis = analyze({ gradwire: 1, nodes }, ops)
    const axes = (id: string, port: string, order: "HWC" | "CHW") =>
      writeAxes(analysis, { node: id, port }, analysis.nodes.get(id)?.outputs?.[port] as readonly number[], order)
    expect(axes("conv", "output", "HWC")).toBe("height × width × channels, for each of N = 4 examples")
    expect(axes("conv", "output", "CHW")).toBe("channels × height × width, for each of N = 4 examples")
    expect(axes("fc", "output", "CHW")).toBe("features, for each of N = 4 examples")
    expect(axes("t", "value", "CHW")).toBe("a number, for each of N = 4 examples")
    expect(axes("L", "output", "CHW")).toBe("")
    expect(writeNamed(analysis, "conv:output", [4, 5, 8, 6], "HWC")).toBe("8×6×5")
    expect(writeNamed(analysis, "conv:output>pool:input", [4, 5, 8, 6], "CHW")).toBe("5×8×6")
    expect(writeNamed(analysis, "conv.weight", [5, 1, 3, 3], "HWC")).toBe("5×1×3×3")
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
    const without = graphAxes(analysis).batch(wire.from) !== null && notationOf(analysis).examples !== null ? 1 : 0
    const said = chip(analysis, wire)
    expect(said === "scalar" ? 0 : said.split("×").length, `${wire.id}: ${said}`).toBe(shape.length - without)
  }
})
