// A run forward that nobody asks for what lies between: norms whose statistics stand go into the weights before them, and what is
// negative is dropped as products are stored. The numbers are those of the layers' own rules.

import { expect, test } from "vitest"
import { type Kept, tensorAt } from "../../../src/engine/pass/pass.ts"
import { keptTensors } from "../../../src/engine/pass/tensors.ts"
import { compile } from "../../../src/engine/planned/compiled.ts"
import { planGraph } from "../../../src/engine/planned/plan.ts"
import { forwardPass, preparedTo } from "../../../src/engine/train/prepared.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../../src/graph/document.ts"
import type { Mode } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import { ended } from "../../../src/tensor/work.ts"

/** Largest difference as a share of the largest number. */
const MOST = 3e-5

/** A chain behind `x`, by both engines in float32; statistics and shifts are no zeros and ones. */
function held(shape: readonly number[], chain: readonly NodeDocument[], mode: Mode = "eval"): readonly string[] {
  const nodes = chain.map((node, i) => ({ inputs: { input: i === 0 ? "x" : chain[i - 1]!.id }, ...node }))
  const x: NodeDocument = { id: "x", op: "Input", attrs: { shape: [...shape] } }
  const document = { gradwire: 2, seed: 7, target: `${nodes.at(-1)!.id}:output`, nodes: [x, ...nodes] } as const
  const analysis = analyze(document, ops, mode)
  expect(analysis.problems.filter(({ severity }) => severity === "error")).toEqual([])
  const prepared = preparedTo(analysis, analysis.target!, new Set())
  const kept = new Map<string, Kept>()
  for (const node of prepared.nodes) {
    const { params, buffers } = keptTensors(node, null, 3, "float32")
    for (const [name, { data }] of [...params, ...buffers]) {
      const number = node.op.kind.startsWith("BatchNorm") ? NUMBERS[name] : undefined
      if (number !== undefined) data.set(Array.from(data, (_, i) => number(i)))
    }
    kept.set(node.id, { params, buffers })
  }
  const eager = tensorAt(ended(forwardPass(prepared, kept, "float32", 3)), prepared.end)!
  const graph = compile(planGraph({ ...prepared, backwards: [], reads: [prepared.end] }))
  for (let run = 0; run < 2; run++) {
    const found = tensorAt(ended(graph.forward(kept, 3)), prepared.end)!
    const largest = Math.max(...eager.data.map(Math.abs))
    expect(largest).toBeGreaterThan(0)
    const apart = Math.max(...eager.data.map((y, i) => Math.abs(found.data[i]! - y) / largest))
    expect(apart).toBeLessThanOrEqual(MOST)
  }
  return graph.plan.steps.map(({ what }) => what)
}

const NUMBERS: Readonly<Record<string, (i: number) => number>> = {
  weight: (i) => 0.6 + 0.1 * (i % 7),
  bias: (i) => 0.3 * ((i % 5) - 2),
  running_mean: (i) => 0.2 * ((i % 3) - 1),
  running_var: (i) => 0.5 + 0.2 * (i % 4),
}

const norm = { id: "norm", op: "BatchNorm2d" }
const relu = { id: "act", op: "ReLU" }
const conv = (attrs: NonNullable<NodeDocument["attrs"]>): NodeDocument => ({ id: "conv", op: "Conv2d", attrs })

test.for([
  { way: "direct convolution", shape: [2, 3, 7, 6], attrs: { out_channels: 5, kernel_size: 3, padding: 1 } },
  { way: "direct convolution", shape: [1, 8, 9, 9], attrs: { out_channels: 6, kernel_size: 3, stride: 2, groups: 2 } },
  {
    way: "depthwise convolution",
    shape: [2, 6, 5, 7],
    attrs: { out_channels: 6, kernel_size: 3, groups: 6, bias: false },
  },
  {
    way: "Winograd convolution",
    shape: [2, 17, 9, 9],
    attrs: { out_channels: 18, kernel_size: 3, padding: 1, bias: false },
  },
  { way: "matrix product", shape: [2, 9, 4, 5], attrs: { out_channels: 7, kernel_size: 1 } },
])("$way of $shape, norm and ReLU are one step", ({ way, shape, attrs }) => {
  const pool: NodeDocument = { id: "pool", op: "MaxPool2d", attrs: { kernel_size: 2 } }
  const steps = held(shape, [conv(attrs), norm, relu, pool])
  expect(steps).toContain(`${way} → BatchNorm2d → ReLU`)
  expect(steps.filter((what) => /ReLU|BatchNorm/.test(what))).toHaveLength(attrs.groups === 2 ? 2 : 1)
  expect(held(shape, [conv(attrs), relu, norm])).toContain(`${way} → ReLU`)
  expect(held(shape, [conv(attrs), relu], "train")).toContain(`${way} → ReLU`)
})

test("a layer too, and a norm of numbers or of the batch, or one that another reads, stays what it is", () => {
  const layer = { id: "fc", op: "Linear", attrs: { out_features: 6 } }
  expect(held([4, 5], [layer, { id: "norm", op: "BatchNorm1d" }, relu])).toContain(
    "matrix product → BatchNorm1d → ReLU",
  )
  expect(held([2, 3, 5, 5], [norm, relu])).toContain("BatchNorm2d → ReLU")
  expect(held([4, 5], [layer, { id: "norm", op: "BatchNorm1d" }, relu], "train")).toContain("matrix product")
  const both = [layer, relu, { id: "sum", op: "Add", inputs: { a: "fc", b: "act" } }]
  expect(held([4, 5], both)).toEqual(expect.arrayContaining(["matrix product", "ReLU → Add"]))
})
