// What is known of a node whose op will not run, or of which something is not known: shapes and counts stand wherever no rule
// looks at what is missing.

import { describe, expect, test } from "vitest"
import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { rowless, summaryRows, summaryTotals } from "../../src/graph/measure/table.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import type { Mode } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Shape } from "../../src/tensor/tensor.ts"

const totalsOf = (analysis: Analysis) => summaryTotals(summaryRows(analysis), rowless(analysis))

// Trouble that forbids running, and no shape: every op that has some.
const REFUSED: readonly (readonly [
  op: string,
  attrs: { readonly [name: string]: Json },
  shapes: Shape[],
  out: Shape,
  count: number,
  mode?: Mode,
])[] = [
  ["BatchNorm1d", {}, [[1, 3]], [1, 3], 6],
  ["BatchNorm2d", {}, [[1, 8, 1, 1]], [1, 8, 1, 1], 16],
  ["BatchNorm2d", { track_running_stats: false }, [[1, 8, 1, 1]], [1, 8, 1, 1], 16, "eval"],
  ["BatchNorm2d", { eps: -1 }, [[2, 8, 3, 3]], [2, 8, 3, 3], 16],
  ["InstanceNorm2d", { affine: true }, [[2, 3, 1, 1]], [2, 3, 1, 1], 6],
  ["GroupNorm", { num_groups: 4 }, [[1, 4]], [1, 4], 8],
  ["GroupNorm", { num_groups: 4 }, [[2, 6]], [2, 6], 12],
  ["LayerNorm", { normalized_shape: [4] }, [[2, 3]], [2, 3], 8],
  ["RMSNorm", { normalized_shape: [2, 3] }, [[3]], [3], 6],
  ["PReLU", { num_parameters: 4 }, [[2, 3]], [2, 3], 4],
  ["Embedding", { num_embeddings: 4, embedding_dim: 2, padding_idx: 4 }, [[2]], [2, 2], 8],
  [
    "Conv2d",
    { out_channels: 5, kernel_size: 3, padding: 3, padding_mode: "reflect" },
    [[1, 2, 3, 3]],
    [1, 5, 7, 7],
    95,
  ],
  ["Conv1d", { out_channels: 5, kernel_size: 3, padding: 4, padding_mode: "circular" }, [[1, 2, 3]], [1, 5, 9], 35],
  ["ConvTranspose1d", { out_channels: 2, kernel_size: 3, output_padding: 1 }, [[1, 4, 5]], [1, 2, 8], 26],
  [
    "MultiheadAttention",
    { num_heads: 3 },
    [
      [5, 2, 4],
      [5, 2, 4],
      [5, 2, 4],
    ],
    [5, 2, 4],
    80,
  ],
  [
    "MultiheadAttention",
    { num_heads: 2, is_causal: true },
    [
      [5, 2, 4],
      [5, 2, 4],
      [5, 2, 4],
      [5, 5],
    ],
    [5, 2, 4],
    80,
  ],
  [
    "ScaledDotProductAttention",
    {},
    [
      [5, 4],
      [6, 4],
      [6, 3],
      [5, 5],
    ],
    [5, 3],
    0,
  ],
  [
    "ScaledDotProductAttention",
    { is_causal: true },
    [
      [5, 4],
      [6, 4],
      [6, 3],
      [5, 6],
    ],
    [5, 3],
    0,
  ],
  ["Hardtanh", { min_val: 2 }, [[2]], [2], 0],
  ["CELU", { alpha: 0 }, [[2]], [2], 0],
  ["Softplus", { beta: 0 }, [[2]], [2], 0],
  ["Clamp", {}, [[2]], [2], 0],
  ["HuberLoss", { delta: 0 }, [[2], [2]], [], 0],
  ["Dropout2d", {}, [[2, 3]], [2, 3], 0],
  ["Pad", { pad: [3, 0], mode: "reflect" }, [[1, 2, 3]], [1, 2, 6], 0],
  ["Upsample", { scale_factor: 2, mode: "linear" }, [[1, 2, 3, 3]], [1, 2, 6, 6], 0],
  ["Upsample", { scale_factor: 2, align_corners: true }, [[1, 2, 3, 3]], [1, 2, 6, 6], 0],
  ["Input", { shape: [], distribution: "onehot" }, [], [], 0],
  ["Parameter", { shape: [3], low: 2, high: 1 }, [], [3], 3],
  ["Parameter", { shape: [4097, 4096] }, [], [4097, 4096], 4097 * 4096],
]

test.for(REFUSED)(
  "%s %j of %j cannot run, but is %j and learns %i",
  ([op, attrs, shapes, out, count, mode = "train"]) => {
    const ports = Object.keys(ops.get(op)?.inputs ?? {})
    const inputs = Object.fromEntries(shapes.map((_, at) => [ports[at] ?? "", `x${at}`]))
    const nodes: NodeDocument[] = [
      ...shapes.map((shape, at) => ({ id: `x${at}`, op: "Input", attrs: { shape: [...shape] } })),
      { id: "n", op, attrs, inputs },
      { id: "behind", op: "Identity", inputs: { input: "n" } },
    ]
    const analysis = analyze({ gradwire: 1, nodes }, ops, mode)
    const own = analysis.nodes.get("n")
    expect([own?.state, own?.problems.length]).toEqual(["bad", 1])
    expect(Object.keys(own?.outputs ?? {})).toEqual(Object.keys(ops.get(op)?.outputs ?? {}))
    const rows = summaryRows(analysis)
    expect(rows.find(({ id }) => id === "n")).toMatchObject({ shape: out, count })
    expect(rows.find(({ id }) => id === "behind")).toMatchObject({ shape: out, count: 0 })
    expect(analysis.nodes.get("behind")?.state).toBe("waiting")
    expect(totalsOf(analysis)).toMatchObject({ count, complete: true, uncosted: 0 })
  },
)

describe("what an op learns is known", () => {
  const one = (node: NodeDocument, shape: Shape = [1, 2, 3, 3]) => {
    const x: NodeDocument = { id: "x", op: "Input", attrs: { shape: [...shape] } }
    return totalsOf(analyze({ gradwire: 1, nodes: [x, node] }, ops))
  }
  test.each<readonly [string, NodeDocument, number | null]>([
    [
      "of a kernel larger than its input",
      { id: "c", op: "Conv2d", attrs: { out_channels: 5, kernel_size: 7 }, inputs: { input: "x" } },
      495,
    ],
    [
      "of an Embedding that is not wired",
      { id: "e", op: "Embedding", attrs: { num_embeddings: 7, embedding_dim: 3 } },
      21,
    ],
    ["of a norm without γ, β", { id: "b", op: "BatchNorm2d", attrs: { affine: false } }, 0],
    [
      "of a wired weight",
      { id: "l", op: "Linear", attrs: { out_features: 3, bias: false }, inputs: { weight: "x" } },
      0,
    ],
    [
      "but not of a convolution that is not wired",
      { id: "c", op: "Conv2d", attrs: { out_channels: 5, kernel_size: 7 } },
      null,
    ],
    [
      "nor where a bias is neither there nor not",
      { id: "c", op: "Conv2d", attrs: { out_channels: 5, kernel_size: 1, bias: 2 }, inputs: { input: "x" } },
      null,
    ],
    [
      "nor of groups that do not divide",
      { id: "c", op: "Conv2d", attrs: { out_channels: 4, kernel_size: 1, groups: 4 }, inputs: { input: "x" } },
      null,
    ],
  ])("%s", (_what, node, count) => {
    const { count: found, unknown } = one(node)
    expect({ found, unknown }).toEqual(count === null ? { found: 0, unknown: 1 } : { found: count, unknown: 0 })
  })
})
