// Settings that are odd on purpose, beside the examples of the ops: strides larger than kernels, padding of all kinds, groups,
// batches of one, weights of zero, classes that are ignored, dropout of nothing and of everything, ties.

import type { Setting } from "../../ops/context.ts"

const conv = (attrs: Setting["attrs"], input: readonly number[]): Setting => ({
  attrs: { out_channels: 2, kernel_size: 3, ...attrs },
  shapes: { input },
})
const one = (input: readonly number[], attrs: Setting["attrs"] = {}): Setting => ({ attrs, shapes: { input } })
const two = (a: readonly number[], b: readonly number[]): Setting => ({ shapes: { a, b } })
const compared = (shape: readonly number[], attrs: NonNullable<Setting["attrs"]>): Setting => ({
  attrs,
  shapes: { input: shape, target: shape },
})

const REDUCED: readonly Setting[] = [
  one([2, 3, 4], { dim: [-2], keepdim: false }),
  one([1, 5], { dim: [1] }),
  one([3, 1, 2], { dim: [0, 2], keepdim: true }),
  one([2, 40], { dim: [1] }),
]
const BROADCAST: readonly Setting[] = [two([2, 1, 3], [4, 1]), two([1], [2, 3]), two([], [])]
const LOSSES: readonly Setting[] = [
  compared([3, 7], { reduction: "mean" }),
  compared([1], { reduction: "sum" }),
  compared([2, 2], { reduction: "none" }),
]
const SOFT: readonly Setting[] = [one([2, 30], { dim: -1 }), one([1, 1], { dim: 1 }), one([2, 3, 2], { dim: -2 })]
const POOLED: readonly Setting[] = [
  one([2, 2, 7, 6], { kernel_size: 2, stride: 3 }),
  one([1, 2, 5, 5], { kernel_size: 3, stride: 1, padding: 1 }),
  one([1, 1, 7, 6], { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true }),
  one([1, 1, 6, 6], { kernel_size: 5, stride: 1, padding: 2 }),
  one([1, 2, 2, 3], { kernel_size: 4, stride: 3, ceil_mode: true }),
]
const POOLED_1D: readonly Setting[] = [
  one([2, 2, 9], { kernel_size: 2, stride: 4 }),
  one([1, 1, 7], { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true }),
  one([1, 2, 2], { kernel_size: 3, ceil_mode: true }),
]

const SHARED: readonly (readonly [RegExp, readonly Setting[]])[] = [
  [/^(?:Sum|Mean|Max|Min|Var|Std|Norm|Prod|LogSumExp)$/, REDUCED],
  [/^(?:Add|Sub|Mul|Div|Pow|Maximum|Minimum)$/, BROADCAST],
  [/^(?:MSELoss|L1Loss|HuberLoss|SmoothL1Loss)$/, LOSSES],
  [/^(?:Log)?Softmax$/, SOFT],
  [/^(?:Max|Avg)Pool2d$/, POOLED],
  [/^(?:Max|Avg)Pool1d$/, POOLED_1D],
  [/^Adaptive/, [one([1, 2, 5, 7], { output_size: [3, 2] }), one([1, 1, 2, 3], { output_size: [4, 5] })]],
]

const OWN: Readonly<Record<string, readonly Setting[]>> = {
  Conv1d: [
    conv({ stride: 5, kernel_size: 2 }, [1, 2, 9]),
    conv({ padding: 2, padding_mode: "circular", dilation: 2 }, [1, 1, 5]),
    conv({ padding: 2, padding_mode: "reflect", groups: 2 }, [1, 2, 4]),
  ],
  Conv2d: [
    conv({ stride: 4, kernel_size: 2 }, [1, 2, 6, 7]),
    conv({ padding: 2, padding_mode: "circular", dilation: 2 }, [1, 1, 4, 5]),
    conv({ padding: 2, padding_mode: "reflect", groups: 2 }, [2, 2, 3, 4]),
    conv({ padding: 3, padding_mode: "replicate", stride: 3, bias: false }, [1, 1, 3, 3]),
    conv({ padding: 1, groups: 2, dilation: [1, 2], flip: true }, [1, 4, 4, 5]),
    conv({ kernel_size: 4, padding: 6 }, [1, 1, 1, 1]),
  ],
  ConvTranspose1d: [conv({ stride: 4, kernel_size: 2 }, [1, 2, 3]), conv({ stride: 2, padding: 2 }, [1, 1, 4])],
  ConvTranspose2d: [
    conv({ stride: 4, kernel_size: 2 }, [1, 2, 2, 2]),
    conv({ stride: 1, padding: 2 }, [1, 1, 4, 3]),
    conv({ stride: [3, 2], dilation: 2, output_padding: [2, 1], groups: 2 }, [1, 2, 2, 3]),
  ],
  AvgPool2d: [
    one([1, 1, 7, 6], { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false }),
    one([1, 1, 5, 5], { kernel_size: 3, stride: 4, padding: 1, divisor_override: 7 }),
  ],
  AvgPool1d: [one([1, 1, 7], { kernel_size: 3, stride: 2, padding: 1, count_include_pad: false, ceil_mode: true })],
  MaxPool2d: [one([1, 1, 7, 7], { kernel_size: 3, stride: 2, dilation: 2, padding: 1 })],
  Linear: [
    one([1, 3], { out_features: 1 }),
    one([5], { out_features: 2, bias: false }),
    one([2, 40], { out_features: 3 }),
  ],
  MatMul: [two([3], [3]), two([2, 1, 3, 4], [5, 4, 2]), two([4], [2, 4, 3]), two([2, 3, 4], [4])],
  Upsample: [
    one([1, 1, 3, 2], { size: [7, 1], mode: "bilinear", align_corners: true }),
    one([1, 1, 5, 5], { size: [2, 3] }),
    one([1, 1, 4, 4], { scale_factor: 0.5, mode: "bilinear" }),
  ],
  Embedding: [
    one([5], { num_embeddings: 3, embedding_dim: 2, padding_idx: 1 }),
    one([1, 1], { num_embeddings: 1, embedding_dim: 1 }),
  ],
  Dropout: [one([3, 4], { p: 0 }), one([3, 4], { p: 1 }), one([3, 4], { p: 0.3, rescale: false })],
  Dropout2d: [one([2, 2, 2, 2], { p: 0 }), one([2, 2, 2, 2], { p: 1 }), one([2, 2, 3, 1], { p: 0.7 })],
  BatchNorm1d: [one([2, 3]), one([1, 2, 5]), one([30, 2])],
  BatchNorm2d: [one([1, 2, 3, 3]), one([2, 1, 5, 4], { eps: 0 }), one([1, 3, 2, 2], { track_running_stats: false })],
  LayerNorm: [
    one([2, 3, 2, 2], { normalized_shape: [3, 2, 2] }),
    one([1, 5], { normalized_shape: [5], bias: false }),
    one([2, 40], { normalized_shape: [40], elementwise_affine: false }),
  ],
  GroupNorm: [
    one([1, 4, 3, 3], { num_groups: 4 }),
    one([2, 6, 1, 2], { num_groups: 3 }),
    one([1, 4, 4, 4], { num_groups: 1 }),
  ],
  InstanceNorm2d: [one([1, 2, 4, 4], { affine: true }), one([2, 2, 1, 3])],
  RMSNorm: [one([1, 40], { normalized_shape: 40 }), one([2, 3, 2], { normalized_shape: [3, 2], eps: 0 })],
  CrossEntropyLoss: [
    { shapes: { input: [4, 3], target: [4], weight: [3] }, values: { weight: [0, 1, 2] } },
    { attrs: { ignore_index: 2 }, shapes: { input: [6, 3], target: [6], weight: undefined } },
    { attrs: { reduction: "sum", label_smoothing: 1 }, shapes: { input: [1, 4], target: [1], weight: undefined } },
    {
      attrs: { label_smoothing: 0.3, ignore_index: 0 },
      shapes: { input: [2, 2, 5], target: [2, 5], weight: [2] },
      values: { weight: [0.5, 0.25] },
    },
    { shapes: { input: [20, 3], target: [20], weight: undefined } },
  ],
  NLLLoss: [
    { shapes: { input: [4, 3], target: [4], weight: [3] }, values: { weight: [0, 1, 2] } },
    { attrs: { ignore_index: 1, reduction: "none" }, shapes: { input: [6, 3], target: [6], weight: undefined } },
  ],
  BCELoss: [
    {
      shapes: { input: [4], target: [4], weight: undefined },
      values: { input: [0, 1, 0.5, 1e-30], target: [0, 1, 1, 0] },
    },
    {
      attrs: { reduction: "sum" },
      shapes: { input: [4], target: [4], weight: [1] },
      range: { input: [0.1, 0.9], target: [0, 1] },
    },
  ],
  BCEWithLogitsLoss: [
    {
      shapes: { input: [4], target: [4], weight: [4], pos_weight: undefined },
      values: { weight: [0, 1, 0, 2], target: [0, 1, 1, 0] },
    },
    { shapes: { input: [30], target: [30], weight: undefined, pos_weight: undefined } },
  ],
  KLDivLoss: [
    { attrs: { reduction: "mean" }, shapes: { input: [2, 2], target: [2, 2] }, values: { target: [0, 1, 0.5, 0] } },
    {
      attrs: { reduction: "batchmean" },
      shapes: { input: [3, 5], target: [3, 5] },
      range: { input: [-3, 0], target: [0.1, 1] },
    },
  ],
  SmoothL1Loss: [compared([4], { beta: 0 })],
  PReLU: [one([2, 3, 2], { num_parameters: 3 }), one([3, 4])],
  Clamp: [one([6], { min: 1, max: -1 })],
  CumSum: [one([30], { dim: 0 }), one([2, 1, 3], { dim: -2 })],
  Prod: [one([3, 4], { dim: [1] })],
  Norm: [one([2, 20], { dim: [1] }), one([2, 3], { p: "inf" }), one([2, 3], { p: 0 }), one([2, 3], { p: 1, dim: [0] })],
  Where: [{ shapes: { condition: [3], a: [2, 3], b: [1] }, values: { condition: [0, 1, 0] } }],
  Pad: [
    one([1, 1, 3, 3], { pad: [2, 2, 2, 2], mode: "reflect" }),
    one([1, 1, 2, 2], { pad: [2, 2, 2, 2], mode: "circular" }),
    one([1, 1, 4, 4], { pad: [-1, -1, 2, -1] }),
  ],
  Slice: [one([2, 7], { dim: -1, start: -5, step: 3 }), one([5], { start: -2 })],
  Standardize: [
    { attrs: { eps: 0 }, shapes: { x: [2, 1, 3], mean: [4, 1], variance: [1, 4, 3] }, range: { variance: [0.1, 2] } },
    { shapes: { x: [20, 2], mean: [1, 2], variance: [1, 2] }, range: { variance: [0.1, 2] } },
  ],
  ScaleShift: [{ shapes: { x: [20, 2], gamma: [2], beta: [1] } }],
  ScaledDotProductAttention: [
    {
      attrs: { is_causal: true },
      shapes: { query: [1, 1, 3], key: [1, 4, 3], value: [1, 4, 1], attn_mask: undefined },
    },
    { attrs: { dropout_p: 1 }, shapes: { query: [2, 2], key: [3, 2], value: [3, 2], attn_mask: undefined } },
    { shapes: { query: [2, 2], key: [20, 2], value: [20, 3], attn_mask: [2, 20] } },
  ],
  MultiheadAttention: [
    {
      attrs: { num_heads: 2, is_causal: true },
      shapes: { query: [3, 1, 4], key: [3, 1, 4], value: [3, 1, 4], attn_mask: undefined },
    },
    {
      attrs: { num_heads: 3, batch_first: true },
      shapes: { query: [2, 2, 6], key: [2, 3, 6], value: [2, 3, 6], attn_mask: [2, 3] },
    },
  ],
}

/** Beside the op's own examples. */
export function oddSettings(kind: string): readonly Setting[] {
  return [...SHARED.flatMap(([kinds, settings]) => (kinds.test(kind) ? settings : [])), ...(OWN[kind] ?? [])]
}
