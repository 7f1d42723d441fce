import { broadcast2, broadcastShapes, isClash, sumTo } from "../../tensor/broadcast.ts"
import { map } from "../../tensor/elementwise.ts"
import { matmul, matmulSizes } from "../../tensor/matrix/matmul.ts"
import { attentionBackward, attentionWeights } from "../../tensor/net/attention.ts"
import { dropoutMask, dropoutScale, openMask } from "../../tensor/net/dropout.ts"
import { dim, formatShape, type Shape, sameShape, sizeOf } from "../../tensor/tensor.ts"
import { stepwise } from "../../tensor/work.ts"
import { bool, number, optional } from "../attributes/attrs.ts"
import { type Axes, aligned } from "../axisNames.ts"
import { futurePlaces } from "../families/attentionTorch.ts"
import { defineOp, type Mode, type ShapeProblem } from "../op.ts"
import { float } from "../torch.ts"

export const ScaledDotProductAttention = defineOp({
  kind: "ScaledDotProductAttention",
  shelf: "layer",
  title: "Attention",
  summary: "Each query takes an average of the values, weighted by how well it matches each key.",
  keywords: ["scaled dot product attention", "sdpa", "self-attention", "transformer", "QKV"],
  use: 18,

  attrs: {
    is_causal: bool({ doc: "Query i sees keys 0 to i only.", fallback: false }),
    dropout_p: number({ doc: "Probability that a weight is dropped in training.", fallback: 0, min: 0, max: 1 }),
    scale: optional(number({ doc: "Factor of the products; none means 1/√E." })),
  },
  inputs: {
    query: { doc: "…×L×E.", tex: "Q" },
    key: { doc: "…×S×E.", tex: "K" },
    value: { doc: "…×S×V.", tex: "V" },
    attn_mask: {
      doc: "Added to the scores; broadcasts to …×L×S. A large negative number hides a key.",
      tex: "M",
      optional: true,
    },
  },
  outputs: {
    output: { doc: "…×L×V.", tex: "Y" },
    attn_weights: { doc: "…×L×S: the softmax, before dropout; each row sums to 1.", tex: "A" },
    mask: { doc: "1 where a weight is kept, 0 where it is dropped.", tex: "D", hidden: true, constant: true },
  },
  params: {},
  buffers: {},
  caption: (attrs) => (attrs.is_causal ? "causal" : ""),

  shape: (at) => {
    const scores = scoresShape(at.shapes)
    if ("sentence" in scores) return scores
    const refused = maskProblem(at.attrs.is_causal, scores, at.shapes.attn_mask)
    const product = matmulSizes(scores, at.shapes.value)
    if ("kind" in product) {
      return refused ?? misfit("value", at.shapes.value, `${formatShape(scores)} weights`, "its leading axes")
    }
    const outputs = { output: product.shape, attn_weights: scores, mask: dropsAt(at) ? scores : [] }
    return refused === null ? outputs : { ...refused, outputs }
  },
  axes: (at) => {
    const { query, key, value, attn_mask } = at.shapes
    const lead = at.outputs.output.slice(0, -2)
    // PyTorch's N×…×L×E: the first of the leading axes is the batch.
    const leading = (shape: Shape): Axes =>
      aligned(shape.slice(0, -2), lead).map((axis) => (axis === 0 ? "batch" : axis))
    const places = (shape: Shape): Axes => [...leading(shape), "sequence", "features"]
    const scores = (shape: Shape): Axes => [...leading(shape), "sequence", "sequence"]
    const mask = attn_mask === undefined ? undefined : scores([1, 1, ...attn_mask]).slice(-attn_mask.length)
    return {
      inputs: { query: places(query), key: places(key), value: places(value), attn_mask: mask },
      outputs: {
        output: places(at.outputs.output),
        attn_weights: scores(at.outputs.attn_weights),
        mask: at.outputs.mask.length === 0 ? [] : scores(at.outputs.mask),
      },
    }
  },
  receptiveField: () => "global",
  symbols: (at) => ({
    b: sizeOf(at.outputs.attn_weights.slice(0, -2)),
    l: dim(at.shapes.query, -2),
    s: dim(at.shapes.key, -2),
    d: dim(at.shapes.query, -1),
    v: dim(at.shapes.value, -1),
  }),
  // Scores, then the average of the values.
  formulas: { macs: "b*l*s*d + b*l*s*v" },

  draws: (at) => (dropsAt(at) && at.attrs.dropout_p < 1 ? ["mask"] : []),
  // The first of the leading axes is the batch; heads are behind it.
  attends: (at) => ({ weights: "attn_weights", heads: sizeOf(at.outputs.attn_weights.slice(1, -2)) }),
  *forward(at) {
    const { query, key, value, attn_mask } = at.inputs
    const scoring = { scale: scaleOf(at), mask: attn_mask, causal: at.attrs.is_causal }
    const weights = yield* attentionWeights(query, key, scoring)
    const mask = dropsAt(at)
      ? dropoutMask(weights.shape, at.attrs.dropout_p, at.random("mask"), at.dtype)
      : openMask([], at.dtype)
    const factor = dropFactor(at)
    const dropped = broadcast2(weights, mask, (w, m) => w * m * factor)
    return { output: yield* stepwise(matmul(dropped, value)), attn_weights: weights, mask }
  },
  shared: (at) => {
    const { query: q, key: k, value: v } = at.inputs
    const factor = dropFactor(at)
    return attentionBackward({
      q,
      k,
      v,
      weights: at.outputs.attn_weights,
      drop: map(at.outputs.mask, (m) => m * factor),
      scale: scaleOf(at),
      grad: at.grad.output,
      gradDropped: undefined,
      gradWeights: at.grad.attn_weights,
    })
  },
  backward: {
    query: (at) => at.shared.q,
    key: (at) => at.shared.k,
    value: (at) => at.shared.v,
    attn_mask: (at) => sumTo(at.shared.scores, at.shapes.attn_mask ?? []),
  },

  fast: (at) => ({
    kernel: "attention",
    scale: scaleOf(at),
    causal: at.attrs.is_causal,
    drop: dropsAt(at) ? at.attrs.dropout_p : null,
  }),

  tex: {
    forward:
      "@output = \\when{train & dropout_p}{\\Bigl(\\tfrac{1}{1 - @dropout_p}\\, @mask \\odot @attn_weights\\Bigr)}{@attn_weights}\\, @value, \\quad @attn_weights = \\operatorname{softmax}\\bigl(\\when{scale}{@scale}{\\tfrac{1}{\\sqrt{E}}}\\, @query @key^{\\mathsf T}\\when{attn_mask}{ + @attn_mask}{}\\when{is_causal}{ + M}{}\\bigr)\\when{is_causal}{, \\quad M_{ij} = -\\infty \\text{ for } j > i, \\text{ else } 0}{}",
    backward: {
      query:
        "\\grad{@query} = \\when{scale}{@scale}{\\tfrac{1}{\\sqrt{E}}}\\, \\Delta\\, @key, \\quad \\Delta = @attn_weights \\odot \\bigl(G - (G \\odot @attn_weights)\\, \\mathbf 1 \\mathbf 1^{\\mathsf T}\\bigr), \\quad G = \\when{train & dropout_p}{\\tfrac{1}{1 - @dropout_p}\\, @mask \\odot \\when{train & dropout_p}{\\Bigl(\\grad{@output}\\, @value^{\\mathsf T}\\Bigr)}{\\grad{@output}\\, @value^{\\mathsf T}}}{\\when{train & dropout_p}{\\Bigl(\\grad{@output}\\, @value^{\\mathsf T}\\Bigr)}{\\grad{@output}\\, @value^{\\mathsf T}}} + \\grad{@attn_weights}",
      key: "\\grad{@key} = \\when{scale}{@scale}{\\tfrac{1}{\\sqrt{E}}}\\, \\Delta^{\\mathsf T} @query, \\quad \\Delta = @attn_weights \\odot \\bigl(G - (G \\odot @attn_weights)\\, \\mathbf 1 \\mathbf 1^{\\mathsf T}\\bigr), \\quad G = \\when{train & dropout_p}{\\tfrac{1}{1 - @dropout_p}\\, @mask \\odot \\when{train & dropout_p}{\\Bigl(\\grad{@output}\\, @value^{\\mathsf T}\\Bigr)}{\\grad{@output}\\, @value^{\\mathsf T}}}{\\when{train & dropout_p}{\\Bigl(\\grad{@output}\\, @value^{\\mathsf T}\\Bigr)}{\\grad{@output}\\, @value^{\\mathsf T}}} + \\grad{@attn_weights}",
      value:
        "\\grad{@value} = \\when{train & dropout_p}{\\Bigl(\\tfrac{1}{1 - @dropout_p}\\, @mask \\odot @attn_weights\\Bigr)}{@attn_weights}^{\\mathsf T}\\, \\grad{@output}",
      attn_mask:
        "\\grad{@attn_mask} = \\sum_{\\text{broadcast}} \\Delta, \\quad \\Delta = @attn_weights \\odot \\bigl(G - (G \\odot @attn_weights)\\, \\mathbf 1 \\mathbf 1^{\\mathsf T}\\bigr), \\quad G = \\when{train & dropout_p}{\\tfrac{1}{1 - @dropout_p}\\, @mask \\odot \\when{train & dropout_p}{\\Bigl(\\grad{@output}\\, @value^{\\mathsf T}\\Bigr)}{\\grad{@output}\\, @value^{\\mathsf T}}}{\\when{train & dropout_p}{\\Bigl(\\grad{@output}\\, @value^{\\mathsf T}\\Bigr)}{\\grad{@output}\\, @value^{\\mathsf T}}} + \\grad{@attn_weights}",
    },
  },
  // PyTorch has a function from 2.0 on, which does not answer the weights.
  torch: { lines: torchLines },
  examples: [
    { shapes: { query: [2, 3, 4], key: [2, 5, 4], value: [2, 5, 3], attn_mask: undefined } },
    { shapes: { query: [3, 2], key: [3, 2], value: [3, 2], attn_mask: undefined }, attrs: { is_causal: true } },
    { shapes: { query: [2, 2, 2, 3], key: [2, 1, 3, 3], value: [3, 2], attn_mask: [2, 3] }, attrs: { scale: 0.7 } },
    { shapes: { query: [2, 3, 2], key: [2, 4, 2], value: [2, 4, 2], attn_mask: undefined }, attrs: { dropout_p: 0.4 } },
  ],
})

function torchLines({
  attrs,
  shapes,
  outputs,
}: {
  readonly attrs: At["attrs"] & { readonly is_causal: boolean }
  readonly shapes: Shapes
  readonly outputs: { readonly attn_weights: Shape }
}): readonly string[] {
  const scale = attrs.scale === null ? ` / math.sqrt(${dim(shapes.query, -1)})` : ` * ${float(attrs.scale)}`
  const mask = shapes.attn_mask === undefined ? "" : " + @attn_mask"
  const { attn_weights } = outputs
  const future = futurePlaces("@query", dim(attn_weights, -2), dim(attn_weights, -1))
  const hidden = [`$hidden = ${future}`, '$scores = $scores.masked_fill($hidden, float("-inf"))']
  const dropped = `F.dropout(@attn_weights, p=${float(attrs.dropout_p)}, training=@training)`
  return [
    `$scores = @query @ @key.transpose(-2, -1)${scale}${mask}`,
    ...(attrs.is_causal ? hidden : []),
    "@attn_weights = torch.softmax($scores, dim=-1)",
    `@output = ${attrs.dropout_p === 0 ? "@attn_weights" : dropped} @ @value`,
  ]
}

interface At {
  readonly mode: Mode
  readonly attrs: { readonly dropout_p: number; readonly scale: number | null }
  readonly shapes: { readonly query: Shape }
}

function scaleOf(at: At): number {
  return at.attrs.scale ?? 1 / Math.sqrt(dim(at.shapes.query, -1))
}

function dropsAt(at: At): boolean {
  return at.mode === "train" && at.attrs.dropout_p > 0
}

/** Kept weights are divided by 1 − p. */
function dropFactor(at: At): number {
  return dropsAt(at) ? dropoutScale(at.attrs.dropout_p) : 1
}

interface Shapes {
  readonly query: Shape
  readonly key: Shape
  readonly value: Shape
  readonly attn_mask: Shape | undefined
}

/** […, L, S], if queries, keys and values fit. */
function scoresShape(shapes: Shapes): Shape | ShapeProblem<keyof Shapes> {
  const { query, key, value } = shapes
  for (const [port, shape] of [
    ["query", query],
    ["key", key],
    ["value", value],
  ] as const) {
    if (shape.length >= 2) continue
    const found = formatShape(shape)
    return {
      at: port,
      sentence: `the ${port} is ${found}; it needs places and features as its last two axes`,
      found,
      expected: "at least two axes",
    }
  }
  if (dim(key, -1) !== dim(query, -1)) return misfit("key", key, `query ${formatShape(query)}`, "features (last axis)")
  if (dim(value, -2) !== dim(key, -2))
    return misfit("value", value, `key ${formatShape(key)}`, "places (last axis but one)")
  const leading = broadcastShapes(query.slice(0, -2), key.slice(0, -2))
  if (isClash(leading)) return misfit("key", key, `query ${formatShape(query)}`, "leading axes")
  return [...leading, dim(query, -2), dim(key, -2)]
}

function maskProblem(
  causal: boolean,
  scores: Shape,
  attn_mask: Shape | undefined,
): ShapeProblem<"attn_mask" | "is_causal"> | null {
  if (attn_mask === undefined) return null
  const common = broadcastShapes(scores, attn_mask)
  if (!isClash(common) && sameShape(common, scores)) {
    if (!causal) return null
    return { at: "is_causal", sentence: "is_causal is set and attn_mask is wired; use one of the two" }
  }
  const expected = formatShape(scores)
  const sentence = `attn_mask is ${formatShape(attn_mask)}, which does not broadcast to the scores ${expected}`
  return { at: "attn_mask", sentence, found: formatShape(attn_mask), expected }
}

function misfit(port: "key" | "value", shape: Shape, other: string, what: string): ShapeProblem<"key" | "value"> {
  const found = formatShape(shape)
  return { at: port, sentence: `${port} ${found} does not fit ${other}: ${what} must agree`, found, expected: other }
}
