import { broadcast2, sumTo } from "../../tensor/broadcast.ts"
import { map } from "../../tensor/elementwise.ts"
import { asRows, linear } from "../../tensor/matrix/linear.ts"
import { matmul } from "../../tensor/matrix/matmul.ts"
import {
  type AttentionGradients,
  asGiven,
  attentionBackward,
  attentionWeights,
  averageHeads,
  joinHeads,
  placesFirst,
  repeatHeads,
  splitHeads,
} from "../../tensor/net/attention.ts"
import { dropoutMask, dropoutScale, openMask } from "../../tensor/net/dropout.ts"
import { stacked } from "../../tensor/net/rows.ts"
import { transposeLast } from "../../tensor/permute.ts"
import { dim, reshape, type Shape, type Tensor } from "../../tensor/tensor.ts"
import { stepwise } from "../../tensor/work.ts"
import { bool, int, number } from "../attributes/attrs.ts"
import { type AttentionSizes, attentionAxes, attentionSizes, fittingSizes, runProblem } from "../families/attending.ts"
import { functionLines, hiddenPlaces } from "../families/attentionTorch.ts"
import { headsOf, intoInput, intoWeight } from "../families/projecting.ts"
import { defineOp, isProblem, type Mode } from "../op.ts"

export const MultiheadAttention = defineOp({
  kind: "MultiheadAttention",
  shelf: "layer",
  title: "Multi-head attention",
  short: "MHA",
  summary: "Projects queries, keys and values, lets several heads attend side by side, and projects what they found.",
  keywords: ["MHA", "self-attention", "transformer", "cross-attention"],
  use: 33,

  attrs: {
    num_heads: int({ doc: "Heads; they share the features equally.", initial: 2, min: 1 }),
    bias: bool({ doc: "Add learned biases to all projections.", fallback: true }),
    dropout: number({ doc: "Probability that a weight is dropped in training.", fallback: 0, min: 0, max: 1 }),
    batch_first: bool({ doc: "Batch axis before places: N×L×E instead of L×N×E.", fallback: false }),
    is_causal: bool({ doc: "Place i sees places 0 to i only.", fallback: false }),
  },
  inputs: {
    query: { doc: "L×N×E (N×L×E with batch_first), or L×E.", tex: "X_Q" },
    key: { doc: "S×N×E (N×S×E with batch_first), or S×E.", tex: "X_K" },
    value: { doc: "As the key.", tex: "X_V" },
    attn_mask: {
      doc: "L×S or (N·heads)×L×S, added to the scores. A large negative number hides a key.",
      tex: "M",
      optional: true,
    },
  },
  outputs: {
    output: { doc: "As the query.", tex: "Y" },
    attn_weights: { doc: "N×L×S (L×S without batch): weights after dropout, averaged over heads.", tex: "\\bar A" },
    q: { doc: "Queries of each head, (N·heads)×L×E/heads.", tex: "Q_h", hidden: true, constant: true },
    k: { doc: "Keys of each head.", tex: "K_h", hidden: true, constant: true },
    v: { doc: "Values of each head.", tex: "V_h", hidden: true, constant: true },
    weights: { doc: "The softmax of each head.", tex: "A_h", hidden: true, onCard: true, constant: true },
    mask: { doc: "1 where a weight is kept, 0 where it is dropped.", tex: "D_h", hidden: true, constant: true },
    joined: { doc: "What the heads found, side by side: L×N×E.", tex: "H", hidden: true, constant: true },
  },
  params: {
    in_proj_weight: {
      tex: "W_{QKV}",
      doc: "3·E × E: the projections of query, key and value, one below the other.",
      rule: (at) => {
        const d = dim(at.shapes.query, -1)
        // PyTorch's Xavier uniform: ±√(6/(in + out)).
        const bound = Math.sqrt(6 / (4 * d))
        return { shape: [3 * d, d], init: { kind: "uniform", low: -bound, high: bound }, count: "d*3*d" }
      },
    },
    in_proj_bias: {
      tex: "b_{QKV}",
      doc: "Biases of the three projections.",
      rule: (at) =>
        at.attrs.bias ? { shape: [3 * dim(at.shapes.query, -1)], init: { kind: "zeros" }, count: "3*d" } : null,
    },
    out_proj_weight: {
      tex: "W_O",
      doc: "E × E; PyTorch calls it out_proj.weight.",
      rule: (at) => {
        const d = dim(at.shapes.query, -1)
        return {
          shape: [d, d],
          init: { kind: "uniform", low: -1 / Math.sqrt(d), high: 1 / Math.sqrt(d) },
          count: "d*d",
        }
      },
    },
    out_proj_bias: {
      tex: "b_O",
      doc: "PyTorch calls it out_proj.bias.",
      rule: (at) => (at.attrs.bias ? { shape: [dim(at.shapes.query, -1)], init: { kind: "zeros" }, count: "d" } : null),
    },
  },
  buffers: {},
  caption: (attrs) =>
    `${attrs.num_heads} ${attrs.num_heads === 1 ? "head" : "heads"}${attrs.is_causal ? ", causal" : ""}`,

  shape: (at) => {
    const sizes = fittingSizes(at)
    if (isProblem(sizes)) return sizes
    const { l, s, n, d, h } = sizes
    const scores = [n * h, l, s]
    const each = Math.floor(d / h)
    const outputs = {
      output: at.shapes.query,
      attn_weights: at.shapes.query.length === 2 ? [l, s] : [n, l, s],
      q: [n * h, l, each],
      k: [n * h, s, each],
      v: [n * h, s, each],
      weights: scores,
      mask: dropsAt(at) ? scores : [],
      joined: [l, n, d],
    }
    const refused = runProblem(at, sizes)
    return refused === null ? outputs : { ...refused, outputs }
  },
  axes: (at) => {
    const { inputs, outputs } = attentionAxes(at)
    return { inputs, outputs: { ...outputs, mask: dropsAt(at) ? outputs.weights : [] } }
  },
  receptiveField: () => "global",
  symbols: (at) => {
    const [n, l, s] = [dim(at.outputs.joined, 1), dim(at.outputs.joined, 0), dim(at.outputs.k, 1)]
    return { n, l, s, d: dim(at.shapes.query, -1) }
  },
  // Projections of queries and outputs, of keys and values; scores and averages of all heads together.
  formulas: { macs: "2*n*l*d*d + 2*n*s*d*d + 2*n*l*s*d" },

  draws: (at) => (dropsAt(at) && at.attrs.dropout < 1 ? ["mask"] : []),
  attends: (at) => ({ weights: "weights", heads: at.attrs.num_heads }),
  *forward(at) {
    const sizes = sizesOf(at)
    const { out_proj_weight, out_proj_bias } = at.params
    const [q, k, v] = yield* headsOf(at, sizes.h)
    const scoring = { scale: scaleOf(sizes), mask: at.inputs.attn_mask, causal: at.attrs.is_causal }
    const weights = yield* attentionWeights(q, k, scoring)
    const mask = dropsAt(at)
      ? dropoutMask(weights.shape, at.attrs.dropout, at.random("mask"), at.dtype)
      : openMask([], at.dtype)
    const factor = dropFactor(at)
    const dropped = broadcast2(weights, mask, (w, m) => w * m * factor)
    const joined = joinHeads(yield* stepwise(matmul(dropped, v)), sizes.h)
    const output = yield* linear(joined, out_proj_weight, out_proj_bias)
    const averaged = averageHeads(dropped, sizes.h)
    const attn_weights = at.inputs.query.shape.length === 2 ? reshape(averaged, [sizes.l, sizes.s]) : averaged
    return {
      output: asGiven(output, at.shapes.query, at.attrs.batch_first),
      attn_weights,
      q,
      k,
      v,
      weights,
      mask,
      joined,
    }
  },

  *shared(at): Generator<void, Shared, void> {
    const { h } = sizesOf(at)
    const { q, k, v, weights, mask, joined } = at.outputs
    const factor = dropFactor(at)
    const grad = asRows(placesFirst(at.grad.output, at.attrs.batch_first))
    const toJoined = yield* stepwise(matmul(grad, at.params.out_proj_weight))
    const heads = yield* attentionBackward({
      q,
      k,
      v,
      weights,
      drop: map(mask, (m) => m * factor),
      scale: scaleOf(sizesOf(at)),
      grad: splitHeads(reshape(toJoined, joined.shape), h),
      gradDropped: repeatHeads(at.grad.attn_weights, weights.shape, h),
      gradWeights: undefined,
    })
    const projected = [heads.q, heads.k, heads.v].map((part) => asRows(joinHeads(part, h)))
    return { grad, heads, projected }
  },
  backward: {
    query: (at) => intoInput(at, 0, at.shapes.query),
    key: (at) => intoInput(at, 1, at.shapes.key),
    value: (at) => intoInput(at, 2, at.shapes.value),
    attn_mask: (at) => sumTo(at.shared.heads.scores, at.shapes.attn_mask ?? []),
    in_proj_weight: (at) => intoWeight(at),
    in_proj_bias: (at) => {
      const d = dim(at.shapes.query, -1)
      const parts = at.shared.projected.map((grad) => sumTo(grad, [d]))
      return stacked(parts, at.params.in_proj_weight, [3 * d])
    },
    out_proj_weight: (at) => matmul(transposeLast(at.shared.grad), asRows(at.outputs.joined)),
    out_proj_bias: (at) => sumTo(at.shared.grad, [dim(at.shapes.query, -1)]),
  },

  fast: (at) => ({
    kernel: "multihead",
    heads: at.attrs.num_heads,
    batchFirst: at.attrs.batch_first,
    causal: at.attrs.is_causal,
    drop: dropsAt(at) ? at.attrs.dropout : null,
  }),

  tex: {
    forward:
      "@output = @joined\\, @out_proj_weight^{\\mathsf T}\\when{bias}{ + @out_proj_bias}{}, \\quad @joined = [\\dots, \\when{train & dropout}{\\Bigl(\\tfrac{1}{1 - @dropout}\\, @mask \\odot @weights\\Bigr)}{@weights}\\, @v, \\dots], \\quad @weights = \\operatorname{softmax}\\bigl(\\tfrac{1}{\\sqrt{E/h}}\\, @q @k^{\\mathsf T}\\when{attn_mask}{ + @attn_mask}{}\\when{is_causal}{ + M}{}\\bigr), \\quad [@q, @k, @v] = [@query, @key, @value]\\, @in_proj_weight^{\\mathsf T}\\when{bias}{ + @in_proj_bias}{}\\when{is_causal}{, \\quad M_{ij} = -\\infty \\text{ for } j > i, \\text{ else } 0}{}",
    backward: {
      query:
        "\\grad{@query} = \\grad{Q}\\, W_Q, \\quad \\grad{@q} = \\tfrac{1}{\\sqrt{E/h}}\\, \\Delta_h @k, \\quad \\Delta_h = @weights \\odot \\bigl(G_h - (G_h \\odot @weights)\\, \\mathbf 1 \\mathbf 1^{\\mathsf T}\\bigr), \\quad G_h = \\when{train & dropout}{\\tfrac{1}{1 - @dropout}\\, @mask \\odot }{}\\Bigl(\\grad{@joined}\\, @v^{\\mathsf T} + \\tfrac1h \\grad{@attn_weights}\\Bigr), \\quad \\grad{@joined} = \\grad{@output}\\, @out_proj_weight",
      key: "\\grad{@key} = \\grad{K}\\, W_K, \\quad \\grad{@k} = \\tfrac{1}{\\sqrt{E/h}}\\, \\Delta_h^{\\mathsf T} @q, \\quad \\Delta_h = @weights \\odot \\bigl(G_h - (G_h \\odot @weights)\\, \\mathbf 1 \\mathbf 1^{\\mathsf T}\\bigr), \\quad G_h = \\when{train & dropout}{\\tfrac{1}{1 - @dropout}\\, @mask \\odot }{}\\Bigl(\\grad{@joined}\\, @v^{\\mathsf T} + \\tfrac1h \\grad{@attn_weights}\\Bigr), \\quad \\grad{@joined} = \\grad{@output}\\, @out_proj_weight",
      value:
        "\\grad{@value} = \\grad{V}\\, W_V, \\quad \\grad{@v} = \\when{train & dropout}{\\Bigl(\\tfrac{1}{1 - @dropout}\\, @mask \\odot @weights\\Bigr)}{@weights}^{\\mathsf T}\\, \\grad{@joined}, \\quad \\grad{@joined} = \\grad{@output}\\, @out_proj_weight",
      attn_mask: "\\grad{@attn_mask} = \\sum_{\\text{broadcast}} \\Delta_h",
      in_proj_weight:
        "\\grad{@in_proj_weight} = \\begin{bmatrix} (\\grad{Q})^{\\mathsf T} @query \\\\ (\\grad{K})^{\\mathsf T} @key \\\\ (\\grad{V})^{\\mathsf T} @value \\end{bmatrix}",
      in_proj_bias: "\\grad{@in_proj_bias} = \\sum_{\\text{rows}} \\left[\\grad{Q}, \\grad{K}, \\grad{V}\\right]",
      out_proj_weight: "\\grad{@out_proj_weight} = \\left(\\grad{@output}\\right)^{\\mathsf T} @joined",
      out_proj_bias: "\\grad{@out_proj_bias} = \\sum_{\\text{rows}} \\grad{@output}",
    },
  },
  torch: {
    module: {
      name: "nn.MultiheadAttention",
      takes: [{ embed_dim: (at) => dim(at.shapes.query, -1) }, "num_heads", "dropout", "bias", "batch_first"],
      state: { out_proj_weight: "out_proj.weight", out_proj_bias: "out_proj.bias" },
      called: (at) => {
        const { lines, argument } = hiddenPlaces(at)
        return [...lines, `@output, @attn_weights = @module(@query, @key, @value${argument})`]
      },
    },
    lines: functionLines,
  },
  examples: [
    { shapes: { query: [3, 2, 4], key: [5, 2, 4], value: [5, 2, 4], attn_mask: undefined }, attrs: { num_heads: 2 } },
    {
      shapes: { query: [2, 3, 4], key: [2, 3, 4], value: [2, 3, 4], attn_mask: undefined },
      attrs: { num_heads: 4, batch_first: true, is_causal: true, bias: false },
    },
    { shapes: { query: [3, 4], key: [2, 4], value: [2, 4], attn_mask: [3, 2] }, attrs: { num_heads: 1 } },
    {
      shapes: { query: [2, 2, 6], key: [3, 2, 6], value: [3, 2, 6], attn_mask: [4, 2, 3] },
      attrs: { num_heads: 2, dropout: 0.4 },
    },
  ],
})

/** What all arrows need: ∂L/∂output as rows, what came back to each head, and that as rows of the three projections. */
interface Shared {
  readonly grad: Tensor
  readonly heads: AttentionGradients
  readonly projected: readonly Tensor[]
}
interface At {
  readonly mode: Mode
  readonly attrs: {
    readonly num_heads: number
    readonly batch_first: boolean
    readonly dropout: number
    readonly is_causal: boolean
  }
  readonly shapes: {
    readonly query: Shape
    readonly key: Shape
    readonly value: Shape
    readonly attn_mask: Shape | undefined
  }
}

function sizesOf(at: At): AttentionSizes {
  const sizes = attentionSizes(at)
  if (isProblem(sizes)) throw new Error(sizes.sentence)
  return sizes
}

function dropsAt(at: At): boolean {
  return at.mode === "train" && at.attrs.dropout > 0
}

/** Kept weights are divided by 1 − p. */
function dropFactor(at: At): number {
  return dropsAt(at) ? dropoutScale(at.attrs.dropout) : 1
}

function scaleOf({ d, h }: AttentionSizes): number {
  return 1 / Math.sqrt(d / h)
}
