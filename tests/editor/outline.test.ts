import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { nodeWords, outlineOrder, wireWords } from "../../src/editor/side/outline/outlineWords.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"
import { openGraph } from "../graphs/gallery.ts"
import { shown } from "../state/shown.ts"

function gallery(name: string): GradwireDocument {
  const text = readFileSync(new URL(`../../graphs/${name}.json`, import.meta.url), "utf8")
  return readDocument(text).document!
}

describe("the outline", () => {
  test("names nodes and wires of the first graph with their shapes", () => {
    const analysis = analyze(gallery("conv3-pool2-fc3"), ops, "train")
    expect(outlineOrder(analysis)).toEqual(["input", "conv1", "pool1", "conv2", "pool2", "flatten1", "fc1"])
    expect(nodeWords(analysis, "conv1", "CHW")).toBe("Conv2d, 10×28×28")
    expect(nodeWords(analysis, "conv1", "HWC")).toBe("Conv2d, 28×28×10")
    expect(nodeWords(analysis, "fc1", "HWC")).toBe("Linear, 3, target")
    const [wire] = analysis.entering.get("pool1") ?? []
    expect(wireWords(analysis, wire!, "CHW", null, "none")).toBe("conv1:output → pool1:input, 10×28×28")
    expect(wireWords(analysis, wire!, "HWC", null, "none")).toBe("conv1:output → pool1:input, 28×28×10")
  })

  test("says what flows, and where the gradient is exactly zero", () => {
    const { analysis, result } = openGraph("b3-batch-norm-pieces")
    const run = shown(result)
    const words = analysis.wires.map((wire) => wireWords(analysis, wire, "CHW", run, "backward"))
    expect(words.filter((line) => line.includes("gradient exactly zero"))).toHaveLength(1)
    expect(words.every((line) => /value (RMS )?−?[\d.e−]+; gradient /.test(line))).toBe(true)
  })

  test("keeps what has no order or is broken, and says so", () => {
    const document: GradwireDocument = {
      gradwire: 1,
      nodes: [
        { id: "a", op: "ReLU", inputs: { input: "b" } },
        { id: "b", op: "ReLU", inputs: { input: "a" } },
        { id: "c", op: "ReLU" },
      ],
    }
    const analysis = analyze(document, ops, "train")
    expect([...outlineOrder(analysis)].sort()).toEqual(["a", "b", "c"])
    expect(nodeWords(analysis, "c", "HWC")).toContain("still to wire")
    expect(nodeWords(analysis, "a", "HWC")).toContain("has a problem")
  })
})
