import { describe, expect, it } from "vitest"
import { evaluate, formula } from "../../src/formula/formula.ts"
import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { costs, totalCost } from "../../src/graph/measure/costs.ts"
import { paramCount, totalCount } from "../../src/graph/measure/counts.ts"
import { ops } from "../../src/ops/registry.ts"
import { Builder, resNet } from "./networks.ts"

function analysisOf(nodes: readonly NodeDocument[]): Analysis {
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  expect(analysis.problems).toEqual([])
  return analysis
}
function countsOf(analysis: Analysis): (string | undefined)[] {
  return [...analysis.nodes.values()].map((node) => {
    const count = paramCount(node)
    return count === null ? undefined : `${count.text} = ${count.count}`
  })
}

describe("parameter counts", () => {
  it("are computations in the homework's style", () => {
    const net = new Builder()
    const map = net.add("Conv2d", net.input([1, 1, 28, 28]), { out_channels: 10, kernel_size: 3, padding: 1 })
    const norm = net.add("BatchNorm2d", map)
    net.add("Linear", net.add("Flatten", norm), { out_features: 3, bias: false })
    expect(countsOf(analysisOf(net.nodes))).toEqual([
      "0 = 0",
      "3×3×1×10 + 10 = 100",
      "10 + 10 = 20",
      "0 = 0",
      "7840×3 = 23520",
    ])
  })

  it("F8: a depthwise separable convolution has 27 + 12 = 39 instead of 108", () => {
    const conv = (id: string, from: string, more: NodeDocument["attrs"] & object): NodeDocument => ({
      id,
      op: "Conv2d",
      attrs: { bias: false, ...more },
      inputs: { input: from },
    })
    const analysis = analysisOf([
      { id: "x", op: "Input", attrs: { shape: [1, 3, 8, 8] } },
      conv("plain", "x", { out_channels: 4, kernel_size: 3, padding: 1 }),
      conv("depthwise", "x", { out_channels: 3, kernel_size: 3, padding: 1, groups: 3 }),
      conv("pointwise", "depthwise", { out_channels: 4, kernel_size: 1 }),
      { id: "sum", op: "Add", inputs: { a: "plain", b: "pointwise" } },
    ])
    const count = (id: string): number | undefined => paramCount(analysis.nodes.get(id)!)?.count
    expect([count("plain"), count("depthwise"), count("pointwise")]).toEqual([108, 27, 12])
  })

  it("do not count a wired param where it is used, but once where it comes from", () => {
    const analysis = analysisOf([
      { id: "x", op: "Input", attrs: { shape: [2, 4] } },
      { id: "W", op: "Parameter", attrs: { shape: [4, 4] } },
      { id: "a", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "x", weight: "W" } },
      { id: "b", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "a", weight: "W" } },
    ])
    expect(countsOf(analysis)).toEqual(["0 = 0", "4×4 = 16", "4 = 4", "4 = 4"])
    expect(totalCount(analysis)).toBe(24)
  })

  it("say in words what the shapes say in numbers, for every example of every op", () => {
    let compared = 0
    for (const op of ops.values()) {
      for (const example of op.examples) {
        const sources: NodeDocument[] = []
        const inputs: { [port: string]: string | string[] } = {}
        const source = (shape: readonly number[]): string => {
          sources.push({ id: `s${sources.length}`, op: "Input", attrs: { shape } })
          return `s${sources.length - 1}`
        }
        for (const [port, held] of Object.entries(example.shapes)) {
          if (held === undefined) continue
          const isList = op.inputs[port]?.list === true
          // List ports hold shapes, others one shape.
          inputs[port] = isList ? (held as number[][]).map(source) : source(held as number[])
        }
        const node: NodeDocument = { id: "node", op: op.kind, inputs, ...(example.attrs && { attrs: example.attrs }) }
        const analysis = analyze(
          { gradwire: 1, nodes: [...sources, node], target: "node" },
          ops,
          example.mode ?? "eval",
        )
        const count = paramCount(analysis.nodes.get("node")!)
        expect(count, `${op.kind} ${JSON.stringify(example)}`).not.toBeNull()
        expect(evaluate(formula(count!.text), {}), `${op.kind}: ${count!.text}`).toBe(count!.count)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(50)
  })
})

describe("ResNet-152", () => {
  it("has 60,192,808 parameters and takes 240.8 MB; with ten classes 58,164,298 and 232.7 MB", () => {
    for (const [classes, count, megabytes] of [
      [1000, 60_192_808, 240.8],
      [10, 58_164_298, 232.7],
    ] as const) {
      const analysis = analyze(resNet([3, 8, 36, 3], "torchvision", classes), ops, "eval")
      expect(analysis.problems).toEqual([])
      expect(totalCount(analysis)).toBe(count)
      const { memory } = totalCost(costs(analysis).values())
      expect((memory.params / 1e6).toFixed(1)).toBe(String(megabytes))
      expect(memory.gradients).toBe(memory.params)
    }
  })
})

describe("costs", () => {
  const net = new Builder()
  const conv = net.add("Conv2d", net.input([2, 3, 8, 8]), { out_channels: 4, kernel_size: 3 })
  const flat = net.add("Flatten", net.add("ReLU", conv))
  const fc = net.add("Linear", flat, { out_features: 5 })
  const analysis = analysisOf(net.nodes)

  it("count products as MACs, twice that as FLOPs, and no bias", () => {
    const cost = costs(analysis)
    expect(cost.get(conv)?.macs).toBe(2 * 4 * 6 * 6 * 27)
    expect(cost.get(conv)?.flops).toBe(2 * 2 * 4 * 6 * 6 * 27)
    expect(cost.get(fc)?.macs).toBe(2 * 144 * 5)
  })

  it("grow with the batch, but for params and gradients", () => {
    const two = totalCost(costs(analysis).values())
    const eight = totalCost(costs(analysis, { dtype: "float32", batch: 8 }).values())
    expect(eight.macs).toBe(4 * two.macs)
    expect(eight.memory.activations).toBe(4 * two.memory.activations)
    expect(eight.memory.params).toBe(two.memory.params)
    const elements = 2 * (192 + 144 + 144 + 144 + 5)
    expect(two.activations).toBe(elements)
    expect(two.memory.activations).toBe(4 * elements)
    expect(two.memory.params).toBe(4 * (3 * 3 * 3 * 4 + 4 + 144 * 5 + 5))
  })

  it("are twice the bytes in float64", () => {
    const single = totalCost(costs(analysis).values()).memory
    const double = totalCost(costs(analysis, { dtype: "float64" }).values()).memory
    expect(double.params).toBe(2 * single.params)
    expect(double.activations).toBe(2 * single.activations)
  })

  it("T3: the two ways to write a Newton–Schulz step differ", () => {
    const [out, wide] = [3, 50]
    const nodes = (first: string, second: string): NodeDocument[] => [
      { id: "W", op: "Parameter", attrs: { shape: [out, wide] } },
      { id: "Wt", op: "Transpose", attrs: { dim0: 0, dim1: 1 }, inputs: { input: "W" } },
      { id: "gram", op: "MatMul", inputs: { a: first, b: second } },
      { id: "step", op: "MatMul", inputs: first === "W" ? { a: "gram", b: "W" } : { a: "W", b: "gram" } },
    ]
    expect(totalCost(costs(analysisOf(nodes("W", "Wt"))).values()).macs).toBe(2 * out * out * wide)
    expect(totalCost(costs(analysisOf(nodes("Wt", "W"))).values()).macs).toBe(2 * out * wide * wide)
  })
})
