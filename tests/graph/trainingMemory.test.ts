import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { memoryPlan } from "../../src/engine/pass/memory.ts"
import { readsOf } from "../../src/engine/pass/reads.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { commandLineLimits } from "../../src/graph/limits.ts"
import { largestBatch, peakAt, steady, totalAt, trainingMemory } from "../../src/graph/measure/trainingMemory.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

function memoryOf(document: GradwireDocument, stateCopies = 0) {
  return trainingMemory(analyze(document, ops, "train"), { dtype: "float32", reads: readsOf, stateCopies })
}
function graph(...nodes: NodeDocument[]): GradwireDocument {
  return { gradwire: 1, nodes }
}
function gallery(name: string): GradwireDocument {
  const { document } = readDocument(readFileSync(`graphs/${name}.json`), commandLineLimits)
  if (document === null) throw new Error(`${name} cannot be read`)
  return document
}

const chain = graph(
  { id: "X", op: "Input", attrs: { shape: [4, 3] } },
  { id: "fc1", op: "Linear", attrs: { out_features: 5 }, inputs: { input: "X" } },
  { id: "relu", op: "ReLU", inputs: { input: "fc1" } },
  { id: "fc2", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "relu" } },
  { id: "L", op: "Sum", inputs: { input: "fc2" } },
)

describe("a chain, by hand: 3 → Linear 5 → ReLU → Linear 2 → Sum", () => {
  const memory = memoryOf(chain, 2)

  test("weights 3·5 + 5 + 5·2 + 2 = 32 numbers, as many gradients, Adam keeps two more of each", () => {
    expect([memory.weights, memory.gradients, memory.state, memory.buffers]).toEqual([128, 128, 256, 0])
    expect(steady(memory)).toBe(512)
    expect(memory.batch).toBe(4)
  })

  test("numbers an example that live at each step", () => {
    const lives = memory.moments.map(({ phase, node, perExample }) => [phase, node, perExample / 4])
    expect(lives).toEqual([
      ["forward", "X", 3],
      ["forward", "fc1", 3 + 5],
      ["forward", "relu", 3 + 5 + 5],
      // ReLU's rule reads its output, so fc1's is free; fc2 keeps the same numbers as its input.
      ["forward", "fc2", 3 + 5 + 2],
      // Nobody reads fc2's output in backward, but Sum has it while it runs.
      ["forward", "L", 3 + 5 + 2],
      ["backward", "L", 3 + 5 + 2],
      // fc2's upstream gradient, and the one it sends back.
      ["backward", "fc2", 3 + 5 + 2 + 5],
      ["backward", "relu", 3 + 5 + 5 + 5],
      // Nothing asks for the gradient of data.
      ["backward", "fc1", 3 + 5],
    ])
  })

  test("the peak is in the middle of backward, less than all activations and gradients together", () => {
    const { bytes, moment } = peakAt(memory, 100)
    expect(moment).toMatchObject({ phase: "backward", node: "relu" })
    // The loss and its gradient are one number each; the gradient is gone by then.
    expect(bytes).toBe(100 * 72 + 4)
    expect(totalAt(memory, 100)).toBe(512 + 7204)
  })

  test("the largest batch fits, and one more does not", () => {
    for (const limit of [600, 1000, 1e6, 16e9]) {
      const batch = largestBatch(memory, limit)
      expect(totalAt(memory, batch)).toBeLessThanOrEqual(limit)
      expect(totalAt(memory, batch + 1)).toBeGreaterThan(limit)
    }
    expect(largestBatch(memory, 400)).toBe(0)
  })
})

test("a view needs no memory of its own, and keeps what it shows alive", () => {
  const flat = (reshaped: boolean) =>
    memoryOf(
      graph(
        { id: "X", op: "Input", attrs: { shape: [2, 1, 4, 4] } },
        { id: "conv", op: "Conv2d", attrs: { out_channels: 2, kernel_size: 3 }, inputs: { input: "X" } },
        ...(reshaped ? [{ id: "flat", op: "Flatten", inputs: { input: "conv" } }] : []),
        { id: "sq", op: "Square", inputs: { input: reshaped ? "flat" : "conv" } },
        { id: "L", op: "Sum", inputs: { input: "sq" } },
      ),
    )
  expect(peakAt(flat(true), 8).bytes).toBe(peakAt(flat(false), 8).bytes)
})

test("a residual sum hands its gradient on without a copy, and keeps neither of its inputs", () => {
  const memory = memoryOf(
    graph(
      { id: "X", op: "Input", attrs: { shape: [2, 6] } },
      { id: "a", op: "Linear", attrs: { out_features: 6, bias: false }, inputs: { input: "X" } },
      { id: "b", op: "Linear", attrs: { out_features: 6, bias: false }, inputs: { input: "a" } },
      { id: "y", op: "Add", inputs: { a: "a", b: "b" } },
      { id: "L", op: "Sum", inputs: { input: "y" } },
    ),
  )
  const at = (phase: string, node: string) =>
    (memory.moments.find((moment) => moment.phase === phase && moment.node === node)?.perExample ?? 0) / 24
  // X, a, b and y; then b and y are free, since no rule reads them.
  expect(at("forward", "y")).toBe(4)
  // X, a, and one gradient for y, a and b.
  expect(at("backward", "y")).toBe(3)
  // The same, and what b sends to a, before it is added.
  expect(at("backward", "b")).toBe(4)
  // X and the sum of both; a itself is read by nobody any more.
  expect(at("backward", "a")).toBe(2)
})

test("frozen params need neither gradient nor state, and nothing is kept for them", () => {
  const analysis = analyze(chain, ops, "train")
  const frozen = new Set(["fc1.weight", "fc1.bias"])
  const memory = trainingMemory(analysis, { dtype: "float32", reads: readsOf, stateCopies: 2, frozen })
  expect([memory.weights, memory.gradients, memory.state]).toEqual([128, 48, 96])
  // X, and what fc2 reads; backward ends there.
  expect(memory.moments.at(-1)).toMatchObject({ phase: "backward", node: "fc2", perExample: 4 * (3 + 5 + 2) })
})

test("parts without params before the first learned layer keep nothing for backward", () => {
  const memory = memoryOf(
    graph(
      { id: "X", op: "Input", attrs: { shape: [2, 6] } },
      { id: "e", op: "Exp", inputs: { input: "X" } },
      { id: "f", op: "Exp", inputs: { input: "e" } },
      { id: "fc", op: "Linear", attrs: { out_features: 1, bias: false }, inputs: { input: "f" } },
      { id: "L", op: "Sum", inputs: { input: "fc" } },
    ),
  )
  expect(memory.moments.at(-1)).toMatchObject({ phase: "backward", node: "fc", perExample: 4 * (6 + 6 + 1) })
})

describe("what PyTorch saves for backward, by its own hooks (1.13, float32, batch 4), is what is kept after forward", () => {
  const conv = (id: string, input: string): NodeDocument => ({
    id,
    op: "Conv2d",
    attrs: { out_channels: 8, kernel_size: 3, padding: 1 },
    inputs: { input },
  })
  const ends = (features: string): NodeDocument[] => [
    { id: "flat", op: "Flatten", inputs: { input: features } },
    { id: "fc", op: "Linear", attrs: { out_features: 5 }, inputs: { input: "flat" } },
    { id: "T", op: "Input", attrs: { shape: [4] } },
    { id: "L", op: "CrossEntropyLoss", inputs: { input: "fc", target: "T" } },
  ]
  const X: NodeDocument = { id: "X", op: "Input", attrs: { shape: [4, 3, 8, 8] } }
  const relu = (id: string, input: string): NodeDocument => ({ id, op: "ReLU", inputs: { input } })
  /** At the loss itself, when forward is over. */
  const kept = (document: GradwireDocument): number => {
    const at = memoryOf(document).moments.findLast(({ phase }) => phase === "forward")
    return (at?.fixed ?? 0) + 4 * (at?.perExample ?? 0)
  }

  test("CONV, ReLU, CONV, ReLU, MaxPool, FC: 25,716 bytes there", () => {
    const pool: NodeDocument = { id: "pool", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "r2" } }
    const document = graph(
      X,
      conv("c1", "X"),
      relu("r1", "c1"),
      conv("c2", "r1"),
      relu("r2", "c2"),
      pool,
      ...ends("pool"),
    )
    // There indices of maxima and classes have 8 bytes each, 4·8·4·4 and 4 of them, here 4. There the loss keeps the sum of
    // weights (4 bytes); here it is itself there (4 bytes).
    expect(kept(document)).toBe(25_716 - 4 * 512 - 4 * 4)
  })

  test("CONV, BN, ReLU, CONV, BN, ReLU, AvgPool, FC: 36,212 bytes there", () => {
    const bn = (id: string, input: string): NodeDocument => ({ id, op: "BatchNorm2d", inputs: { input } })
    const pool: NodeDocument = { id: "pool", op: "AvgPool2d", attrs: { kernel_size: 8 }, inputs: { input: "r2" } }
    const first = [X, conv("c1", "X"), bn("b1", "c1"), relu("r1", "b1")]
    const document = graph(...first, conv("c2", "r1"), bn("b2", "c2"), relu("r2", "b2"), pool, ...ends("pool"))
    expect(kept(document)).toBe(36_212 - 4 * 4)
  })
})

describe("ResNet-152 (homework T2)", () => {
  const memory = memoryOf(gallery("resnet-152"), 2)

  test("60,192,808 parameters are 240.8 MB, as much for gradients, twice for Adam", () => {
    expect(memory.weights).toBe(60_192_808 * 4)
    expect(memory.gradients).toBe(memory.weights)
    expect(memory.state).toBe(2 * memory.weights)
    expect((memory.weights / 1e6).toFixed(1)).toBe("240.8")
  })

  test("running statistics: two numbers for each of 75,712 channels", () => {
    expect(memory.buffers).toBe(4 * 2 * 75_712)
  })

  test("the peak lies between what a forward pass must keep and what a run that frees nothing holds", () => {
    const [only] = [peakAt(memory, 1)]
    const everything = memoryPlan(analyze(gallery("resnet-152"), ops, "train"), "float32", true).bytes
    expect(only.bytes + 2 * memory.weights).toBeLessThan(everything)
    // Every convolution and every normalisation keeps its input: some 120 to 250 MB an example at 224×224.
    expect(only.bytes).toBeGreaterThan(120e6)
    expect(only.bytes).toBeLessThan(250e6)
  })

  test("16 GB hold a batch of some dozens with Adam", () => {
    const batch = largestBatch(memory, 16e9)
    expect(batch).toBeGreaterThan(40)
    expect(batch).toBeLessThan(130)
    expect(totalAt(memory, batch)).toBeLessThanOrEqual(16e9)
  })
})

test("without a batch axis nothing grows, and it fits or does not", () => {
  const memory = memoryOf(
    graph({ id: "W", op: "Parameter", attrs: { shape: [10] } }, { id: "L", op: "Sum", inputs: { input: "W" } }),
    1,
  )
  expect(memory.batch).toBeNull()
  expect(largestBatch(memory, 1000)).toBe(Number.POSITIVE_INFINITY)
  expect(largestBatch(memory, 100)).toBe(0)
})

describe("what rules read is found by watching them", () => {
  test("a convolution reads its input for the weight, and its weight for the input", () => {
    const { arrows } = readsOf("Conv2d")
    expect([...(arrows.get("weight")?.inputs ?? [])]).toEqual(["input"])
    expect([...(arrows.get("input")?.inputs ?? [])]).toEqual([])
    expect([...(arrows.get("input")?.params ?? [])]).toEqual(["weight"])
    expect([...(arrows.get("bias")?.inputs ?? [])]).toEqual([])
  })

  test("an activation reads, a sum does not, a flattening is a view", () => {
    const sigmoid = readsOf("Sigmoid").arrows.get("input")
    expect((sigmoid?.outputs.size ?? 0) + (sigmoid?.inputs.size ?? 0)).toBeGreaterThan(0)
    expect(readsOf("Add").arrows.get("a")?.inputs.size).toBe(0)
    expect(readsOf("Add").passes).toEqual(new Set(["a", "b"]))
    expect([...readsOf("Flatten").views]).toEqual([["output", "input"]])
  })

  test.for([...ops.keys()])("%s can be watched", (kind) => {
    const { arrows } = readsOf(kind)
    const rules = Object.entries(ops.get(kind)?.backward ?? {}).filter(([, rule]) => rule !== null)
    expect(arrows.size).toBeLessThanOrEqual(rules.length)
    if (rules.length > 0) expect(arrows.size).toBeGreaterThan(0)
  })
})

describe("a sequence-first attention", () => {
  const block = (shape: readonly number[], batch_first: boolean): GradwireDocument =>
    graph(
      { id: "X", op: "Input", attrs: { shape } },
      {
        id: "att",
        op: "MultiheadAttention",
        attrs: { num_heads: 2, batch_first },
        inputs: { query: "X", key: "X", value: "X" },
      },
      { id: "ln", op: "LayerNorm", attrs: { normalized_shape: [8] }, inputs: { input: "att" } },
      { id: "fc", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "ln" } },
      { id: "L", op: "Sum", inputs: { input: "fc" } },
    )
  const [sequenceFirst, batchFirst] = [memoryOf(block([5, 2, 8], false)), memoryOf(block([2, 5, 8], true))]

  test("has a batch of its second axis", () => {
    expect([sequenceFirst.batch, batchFirst.batch]).toEqual([2, 2])
  })
  test("needs what its batch-first twin needs, at every batch", () => {
    for (const batch of [1, 2, 7, 64, 1000]) expect(totalAt(sequenceFirst, batch)).toBe(totalAt(batchFirst, batch))
    expect(largestBatch(sequenceFirst, 1e9)).toBe(largestBatch(batchFirst, 1e9))
  })
  test("is told what it holds for more examples as it is when it is drawn so", () => {
    const [few, many] = [sequenceFirst, memoryOf(block([5, 64, 8], false))]
    expect(totalAt(few, 64)).toBe(totalAt(many, 64))
  })
})
