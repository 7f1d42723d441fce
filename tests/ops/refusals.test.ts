// What layers, norms, activations and losses refuse, and what they say: the place, the numbers, and what would do.

import { describe, expect, test } from "vitest"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import { OpFailure } from "../../src/ops/families/failure.ts"
import { isProblem, type Mode } from "../../src/ops/op.ts"
import type { ByName, Held } from "../../src/ops/port.ts"
import { ops } from "../../src/ops/registry.ts"
import { type Shape, tensorOf } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"
import { forwardContext, shapeContext } from "./context.ts"

interface Case {
  readonly op: string
  readonly attrs?: ByName<Json>
  readonly shapes: ByName<Held<Shape>>
  readonly mode?: Mode
  readonly at: string
  readonly says: string
}
const sdpa = (query: Shape, key: Shape, value: Shape, attn_mask?: Shape) => ({ query, key, value, attn_mask })

const CASES: readonly Case[] = [
  { op: "Linear", attrs: { out_features: 3 }, shapes: { input: [] }, at: "input", says: "scalar" },
  {
    op: "Embedding",
    attrs: { num_embeddings: 4, embedding_dim: 2, padding_idx: 4 },
    shapes: { input: [2] },
    at: "padding_idx",
    says: "at most 3",
  },
  { op: "Dropout2d", shapes: { input: [2, 3] }, at: "input", says: "2×3 has 2 axes" },
  { op: "PReLU", attrs: { num_parameters: 4 }, shapes: { input: [2, 3] }, at: "num_parameters", says: "set 1 or 3" },
  { op: "Softmax", attrs: { dim: 2 }, shapes: { input: [2, 3] }, at: "dim", says: "2×3" },
  { op: "Hardtanh", attrs: { min_val: 2 }, shapes: { input: [2] }, at: "max_val", says: "min_val 2" },
  { op: "CELU", attrs: { alpha: 0 }, shapes: { input: [2] }, at: "alpha", says: "divides" },
  { op: "Softplus", attrs: { beta: 0 }, shapes: { input: [2] }, at: "beta", says: "divides" },
  { op: "BatchNorm2d", shapes: { input: [2, 3, 4] }, at: "input", says: "N×C×H×W" },
  { op: "BatchNorm1d", shapes: { input: [2, 3, 4, 4] }, at: "input", says: "N×C or N×C×L" },
  { op: "BatchNorm1d", shapes: { input: [1, 3] }, at: "input", says: "one value a channel" },
  {
    op: "BatchNorm1d",
    attrs: { track_running_stats: false },
    shapes: { input: [1, 3] },
    mode: "eval",
    at: "input",
    says: "one value",
  },
  { op: "LayerNorm", attrs: { normalized_shape: [4] }, shapes: { input: [2, 3] }, at: "normalized_shape", says: "[3]" },
  {
    op: "RMSNorm",
    attrs: { normalized_shape: [2, 3] },
    shapes: { input: [3] },
    at: "normalized_shape",
    says: "[2, 3]",
  },
  { op: "GroupNorm", attrs: { num_groups: 4 }, shapes: { input: [2, 6] }, at: "num_groups", says: "1, 2, 3, 6" },
  { op: "GroupNorm", attrs: { num_groups: 1 }, shapes: { input: [6] }, at: "input", says: "N×C×…" },
  { op: "GroupNorm", attrs: { num_groups: 2 }, shapes: { input: [1, 2] }, at: "input", says: "one value" },
  { op: "InstanceNorm2d", shapes: { input: [2, 3] }, at: "input", says: "N×C×H×W or C×H×W" },
  { op: "InstanceNorm2d", shapes: { input: [2, 3, 1, 1] }, at: "input", says: "one place" },
  { op: "Standardize", shapes: { x: [2, 3], mean: [2], variance: [3] }, at: "mean", says: "x has 3 and mean has 2" },
  { op: "MSELoss", shapes: { input: [2, 3], target: [2] }, at: "target", says: "cannot broadcast" },
  { op: "HuberLoss", attrs: { delta: 0 }, shapes: { input: [2], target: [2] }, at: "delta", says: "above 0" },
  { op: "BCELoss", shapes: { input: [2, 3], target: [3] }, at: "target", says: "one shape" },
  {
    op: "BCEWithLogitsLoss",
    shapes: { input: [2, 3], target: [2, 3], pos_weight: [2] },
    at: "pos_weight",
    says: "pos_weight is 2",
  },
  {
    op: "CrossEntropyLoss",
    shapes: { input: [4, 3], target: [3] },
    at: "target",
    says: "4 (class indices) or 4×3 (probabilities)",
  },
  { op: "CrossEntropyLoss", shapes: { input: [], target: [] }, at: "input", says: "axis of classes" },
  { op: "CrossEntropyLoss", shapes: { input: [4, 3], target: [4], weight: [4] }, at: "weight", says: "3 classes" },
  { op: "NLLLoss", shapes: { input: [4, 3], target: [4, 3] }, at: "target", says: "4 (class indices)" },
  { op: "ScaledDotProductAttention", shapes: sdpa([3], [3], [3]), at: "query", says: "last two axes" },
  { op: "ScaledDotProductAttention", shapes: sdpa([2, 3], [4, 5], [4, 3]), at: "key", says: "features" },
  { op: "ScaledDotProductAttention", shapes: sdpa([2, 3], [4, 3], [5, 3]), at: "value", says: "places" },
  { op: "ScaledDotProductAttention", shapes: sdpa([2, 3], [4, 3], [4, 3], [3, 4]), at: "attn_mask", says: "2×4" },
  {
    op: "ScaledDotProductAttention",
    attrs: { is_causal: true },
    shapes: sdpa([2, 3], [4, 3], [4, 3], [2, 4]),
    at: "is_causal",
    says: "one of the two",
  },
  {
    op: "MultiheadAttention",
    attrs: { num_heads: 3 },
    shapes: sdpa([2, 1, 4], [2, 1, 4], [2, 1, 4]),
    at: "num_heads",
    says: "4/3 = 1.33",
  },
  { op: "MultiheadAttention", attrs: { num_heads: 2 }, shapes: sdpa([4], [4], [4]), at: "query", says: "L×N×E" },
  {
    op: "MultiheadAttention",
    attrs: { num_heads: 2 },
    shapes: sdpa([2, 3, 4], [2, 1, 4], [2, 1, 4]),
    at: "key",
    says: "S×3×4",
  },
  {
    op: "MultiheadAttention",
    attrs: { num_heads: 2, batch_first: true },
    shapes: sdpa([2, 3, 4], [2, 5, 4], [2, 6, 4]),
    at: "value",
    says: "2×5×4",
  },
  {
    op: "MultiheadAttention",
    attrs: { num_heads: 2 },
    shapes: sdpa([2, 3, 4], [5, 3, 4], [5, 3, 4], [5, 2]),
    at: "attn_mask",
    says: "2×5 or 6×2×5",
  },
]

describe("shapes and attributes that do not fit", () => {
  test.each(CASES)("$op $shapes $attrs at $at", ({ op: kind, attrs = {}, shapes, mode = "train", at, says }) => {
    const op = ops.get(kind)!
    const answer = op.shape(shapeContext(op, { attrs, shapes }, mode))
    if (!isProblem(answer)) throw new Error(`${kind} accepted ${JSON.stringify(shapes)}`)
    expect(answer.at).toBe(at)
    expect(answer.sentence).toContain(says)
  })
  test("one value a channel is no trouble in evaluation mode, where running statistics are used", () => {
    const op = ops.get("BatchNorm1d")!
    expect(isProblem(op.shape(shapeContext(op, { shapes: { input: [1, 3] } }, "eval")))).toBe(false)
  })
})

/** What `op` throws when one port holds `values` instead of drawn numbers. */
function refusal(
  kind: string,
  shapes: ByName<Held<Shape>>,
  attrs: ByName<Json>,
  port: string,
  values: readonly number[],
) {
  const op = ops.get(kind)!
  const at = forwardContext(op, { shapes, attrs }, "train", 1)
  const shape = shapes[port] as Shape
  try {
    finish(op.forward({ ...at, inputs: { ...at.inputs, [port]: tensorOf(shape, values, "float64") } }))
    return null
  } catch (error) {
    if (error instanceof OpFailure) return error
    throw error
  }
}

describe("numbers that do not fit", () => {
  const scores = { input: [2, 3], target: [2], weight: undefined }
  test.each([
    ["CrossEntropyLoss", [0, 3], "the class at [1] is 3, but classes are whole numbers from 0 to 2"],
    ["CrossEntropyLoss", [-1, 0], "the class at [0] is −1"],
    ["NLLLoss", [0.5, 1], "the class at [0] is 0.5"],
  ] as const)("%s with target %j", (kind, target, says) => {
    const failure = refusal(kind, scores, {}, "target", target)
    expect(failure?.port).toBe("target")
    expect(failure?.sentence).toContain(says)
  })
  test("an ignored index is none of the classes and no trouble", () => {
    expect(refusal("CrossEntropyLoss", scores, {}, "target", [-100, 2])).toBeNull()
    expect(refusal("CrossEntropyLoss", scores, { ignore_index: 7 }, "target", [7, 2])).toBeNull()
  })
  test("an embedding's index", () => {
    const failure = refusal(
      "Embedding",
      { input: [2, 2] },
      { num_embeddings: 3, embedding_dim: 2 },
      "input",
      [0, 1, 2, 3],
    )
    expect(failure?.port).toBe("input")
    expect(failure?.sentence).toContain("the class at [1, 1] is 3")
  })
  test("a probability above 1", () => {
    const shapes = { input: [2], target: [2], weight: undefined }
    const failure = refusal("BCELoss", shapes, {}, "input", [0.5, 1.5])
    expect(failure?.port).toBe("input")
    expect(failure?.sentence).toContain("1.5")
  })
})

test("a target port holds indices or probabilities, by its shape", () => {
  const { classes } = ops.get("CrossEntropyLoss")!.inputs.target!
  expect(classes?.({ input: [4, 3, 2], target: [4, 2] }, {})).toBe(3)
  expect(classes?.({ input: [4, 3], target: [4, 3] }, {})).toBeNull()
  expect(classes?.({ input: [3], target: [] }, {})).toBe(3)
  expect(ops.get("Embedding")!.inputs.input!.classes?.({ input: [4] }, { num_embeddings: 9 })).toBe(9)
})
