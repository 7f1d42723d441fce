// Nodes to open, each with inputs that reach its branches.

import type { NodeDocument } from "../../src/graph/document.ts"

type Attrs = NonNullable<NodeDocument["attrs"]>
type Values = NonNullable<NodeDocument["values"]>

export interface PartsCase {
  readonly op: string
  readonly words?: string
  readonly attrs?: Attrs
  readonly values?: Values
  /** Attributes of the Input at each port: shape, distribution. */
  readonly inputs: { readonly [port: string]: Attrs }
  /** Params that are wired from Parameter nodes, with their shapes. */
  readonly wired?: { readonly [param: string]: readonly number[] }
}

const images: Attrs = { shape: [4, 3, 2, 3], mean: 0.5, std: 2 }
const running: Values = { running_mean: [0.1, -0.4, 1.2], running_var: [0.5, 2, 1.5] }
const affine: Values = { weight: [1.5, -0.5, 2], bias: [0.25, 1, -1] }
const attention = { query: { shape: [2, 3, 4] }, key: { shape: [2, 5, 4] }, value: { shape: [2, 5, 3] } }

export const cases: readonly PartsCase[] = [
  { op: "BatchNorm1d", inputs: { input: { shape: [5, 3], mean: 1 } }, values: { ...affine, ...running } },
  { op: "BatchNorm1d", words: "N×C×L", inputs: { input: { shape: [4, 3, 5] } }, values: affine },
  { op: "BatchNorm1d", words: "not affine", attrs: { affine: false, eps: 0.1 }, inputs: { input: { shape: [4, 3] } } },
  {
    op: "BatchNorm1d",
    words: "γ and β wired",
    inputs: { input: { shape: [4, 3] } },
    wired: { weight: [3], bias: [3] },
  },
  { op: "BatchNorm2d", inputs: { input: images }, values: { ...affine, ...running } },
  { op: "BatchNorm2d", words: "fresh", inputs: { input: images } },
  {
    op: "BatchNorm2d",
    words: "untracked",
    attrs: { track_running_stats: false },
    inputs: { input: images },
    values: affine,
  },
  { op: "LayerNorm", attrs: { normalized_shape: [3] }, inputs: { input: { shape: [4, 2, 3] } }, values: affine },
  {
    op: "LayerNorm",
    words: "two axes, no bias",
    attrs: { normalized_shape: [2, 3], bias: false, eps: 0.01 },
    inputs: { input: { shape: [4, 2, 3] } },
    values: {
      weight: [
        [1, -2, 0.5],
        [0.3, 1.2, 2],
      ],
    },
  },
  {
    op: "LayerNorm",
    words: "plain",
    attrs: { normalized_shape: 3, elementwise_affine: false },
    inputs: { input: { shape: [4, 3] } },
  },
  {
    op: "GroupNorm",
    attrs: { num_groups: 2 },
    inputs: { input: { shape: [3, 4, 2, 2] } },
    values: { weight: [1, -2, 0.5, 3], bias: [0, 1, 0.5, -1] },
  },
  { op: "GroupNorm", words: "N×C", attrs: { num_groups: 2, affine: false }, inputs: { input: { shape: [3, 6] } } },
  { op: "InstanceNorm2d", inputs: { input: images } },
  {
    op: "InstanceNorm2d",
    words: "C×H×W",
    attrs: { affine: true },
    inputs: { input: { shape: [3, 3, 2] } },
    values: affine,
  },
  {
    op: "InstanceNorm2d",
    words: "tracked",
    attrs: { affine: true, track_running_stats: true },
    inputs: { input: images },
    values: { ...affine, ...running },
  },
  {
    op: "RMSNorm",
    attrs: { normalized_shape: 3, eps: 1e-5 },
    inputs: { input: { shape: [4, 3] } },
    values: { weight: [1, -2, 0.5] },
  },
  { op: "Softmax", attrs: { dim: 1 }, inputs: { input: { shape: [2, 4, 3], std: 2 } } },
  { op: "Softmax", words: "large scores", inputs: { input: { shape: [3, 4], mean: 500, std: 2 } } },
  { op: "Softmax", words: "a scalar", inputs: { input: { shape: [] } } },
  { op: "LogSoftmax", attrs: { dim: -1 }, inputs: { input: { shape: [3, 4], std: 2 } } },
  { op: "LogSoftmax", words: "first axis", attrs: { dim: 0 }, inputs: { input: { shape: [3, 4], mean: -800 } } },
  { op: "CrossEntropyLoss", inputs: { input: { shape: [5, 4], std: 2 }, target: { shape: [5] } } },
  {
    op: "CrossEntropyLoss",
    words: "weighted places, one class ignored",
    attrs: { ignore_index: 1, reduction: "none" },
    inputs: {
      input: { shape: [3, 4, 3] },
      target: { shape: [3, 3] },
      weight: { shape: [4], distribution: "uniform", low: 0.5, high: 2 },
    },
  },
  {
    op: "CrossEntropyLoss",
    words: "a single example, sum",
    attrs: { reduction: "sum" },
    inputs: { input: { shape: [4] }, target: { shape: [] } },
  },
  ...["mean", "sum", "none"].map((reduction) => ({
    op: "CrossEntropyLoss",
    words: `smoothed indices, ${reduction}`,
    attrs: { reduction, label_smoothing: 0.2, ignore_index: 2 },
    inputs: {
      input: { shape: [6, 4, 2] },
      target: { shape: [6, 2] },
      weight: { shape: [4], distribution: "uniform", low: 0.5, high: 2 },
    },
  })),
  {
    op: "CrossEntropyLoss",
    words: "probabilities",
    inputs: { input: { shape: [5, 4] }, target: { shape: [5, 4], distribution: "uniform" } },
  },
  {
    op: "CrossEntropyLoss",
    words: "smoothed, weighted probabilities",
    attrs: { label_smoothing: 0.1, reduction: "none" },
    inputs: {
      input: { shape: [2, 4, 3] },
      target: { shape: [2, 4, 3], distribution: "uniform" },
      weight: { shape: [4], distribution: "uniform" },
    },
  },
  { op: "MSELoss", inputs: { input: { shape: [4, 3] }, target: { shape: [4, 3] } } },
  {
    op: "MSELoss",
    words: "sum, broadcast",
    attrs: { reduction: "sum" },
    inputs: { input: { shape: [4, 1] }, target: { shape: [3] } },
  },
  {
    op: "MSELoss",
    words: "none",
    attrs: { reduction: "none" },
    inputs: { input: { shape: [4] }, target: { shape: [4] } },
  },
  { op: "GELU", inputs: { input: { shape: [5, 4], std: 2 } } },
  { op: "GELU", words: "tanh", attrs: { approximate: "tanh" }, inputs: { input: { shape: [5, 4], std: 2 } } },
  { op: "SiLU", inputs: { input: { shape: [5, 4], std: 3 } } },
  { op: "Linear", words: "drawn", attrs: { out_features: 3 }, inputs: { input: { shape: [2, 4, 5] } } },
  {
    op: "Linear",
    words: "no bias, a vector",
    attrs: { out_features: 3, bias: false },
    inputs: { input: { shape: [5] } },
  },
  {
    op: "Linear",
    words: "tied",
    attrs: { out_features: 3 },
    inputs: { input: { shape: [4, 5] } },
    wired: { weight: [3, 5] },
  },
  { op: "ScaledDotProductAttention", inputs: attention },
  {
    op: "ScaledDotProductAttention",
    words: "masked, scaled",
    attrs: { scale: 0.7 },
    inputs: { ...attention, attn_mask: { shape: [3, 5] } },
  },
  {
    op: "ScaledDotProductAttention",
    words: "causal, with dropout",
    attrs: { is_causal: true, dropout_p: 0.4 },
    inputs: { query: { shape: [2, 2, 4, 3] }, key: { shape: [2, 1, 4, 3] }, value: { shape: [4, 2] } },
  },
]
