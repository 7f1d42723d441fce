// Moves and products over odd sizes, against the eager rules.

import { expect, test } from "vitest"
import { run } from "../../../src/engine/planned/plain.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { train } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { AnyOp } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { cases, counted, seed } from "../../campaign.ts"
import { exampleDocument, twins } from "./twins.ts"

type Draw = (low: number, high: number) => number
type Case = AnyOp["examples"][number] & { readonly kind: string }

const MOST = 1e-5

function shapeOf(draw: Draw, least = 1): number[] {
  return Array.from({ length: draw(least, 5) }, () => draw(1, draw(0, 4) === 0 ? 20 : 7))
}

function permuted(draw: Draw): Case {
  const input = shapeOf(draw)
  const dims = input.map((_, axis) => axis)
  for (const axis of dims.keys()) {
    const other = draw(0, dims.length)
    ;[dims[axis], dims[other]] = [dims[other]!, dims[axis]!]
  }
  return { kind: "Permute", attrs: { dims }, shapes: { input } }
}

function padded(draw: Draw): Case {
  const mode = (["constant", "circular", "reflect", "replicate"] as const)[draw(0, 4)]!
  const axes = draw(1, 3)
  const input = [draw(1, 4), draw(1, 9), ...Array.from({ length: axes }, () => draw(4, 9))]
  const pad = Array.from({ length: 2 * axes }, () => draw(mode === "constant" ? -1 : 0, 4))
  return { kind: "Pad", attrs: { pad, mode, value: draw(-2, 3) }, shapes: { input } }
}

function sliced(draw: Draw): Case {
  const input = shapeOf(draw)
  const dim = draw(0, input.length)
  return { kind: "Slice", attrs: { dim, start: draw(0, input[dim]!), step: draw(1, 4) }, shapes: { input } }
}

function joined(draw: Draw): Case {
  const shape = shapeOf(draw)
  const dim = draw(0, shape.length)
  const inputs = Array.from({ length: draw(1, 5) }, () => shape.map((size, axis) => (axis === dim ? draw(1, 9) : size)))
  return { kind: "Concat", attrs: { dim }, shapes: { inputs } }
}

function cut(draw: Draw): Case {
  const input = shapeOf(draw)
  const dim = draw(0, input.length)
  return { kind: "Split", attrs: { dim, split_size: draw(1, input[dim]! + 1) }, shapes: { input } }
}

function expanded(draw: Draw): Case {
  const shape = shapeOf(draw)
  const input = shape.slice(draw(0, shape.length)).map((size) => (draw(0, 2) === 0 ? 1 : size))
  return { kind: "Expand", attrs: { shape }, shapes: { input } }
}

function multiplied(draw: Draw): Case {
  const lead = Array.from({ length: draw(0, 4) }, () => draw(1, 4))
  const [n, k, m] = [draw(1, 40), draw(0, 8) === 0 ? draw(500, 1100) : draw(1, 40), draw(1, 40)]
  const leading = (): number[] => lead.slice(draw(0, lead.length + 1)).map((size) => (draw(0, 3) === 0 ? 1 : size))
  const vector = (): boolean => draw(0, 6) === 0
  return {
    kind: "MatMul",
    shapes: { a: vector() ? [k] : [...leading(), n, k], b: vector() ? [k] : [...leading(), k, m] },
  }
}

function embedded(draw: Draw): Case {
  const num_embeddings = draw(1, 12)
  const padding_idx = draw(0, 2) === 0 ? draw(0, num_embeddings) : null
  const attrs = { num_embeddings, embedding_dim: draw(1, 20), padding_idx }
  return { kind: "Embedding", attrs, shapes: { input: shapeOf(draw, 0) } }
}

function depthwise(draw: Draw): Case {
  const channels = draw(2, 18)
  const [kernel, dilation] = [[draw(1, 6), draw(1, 6)] as const, [draw(1, 3), draw(1, 3)] as const]
  const least = (axis: 0 | 1): number => (kernel[axis] - 1) * dilation[axis] + 1
  const attrs = {
    out_channels: channels,
    groups: channels,
    kernel_size: kernel,
    stride: [draw(1, 4), draw(1, 4)],
    padding: [draw(0, 4), draw(0, 4)],
    dilation,
    bias: draw(0, 2) === 0,
    flip: draw(0, 4) === 0,
  }
  return {
    kind: "Conv2d",
    attrs,
    shapes: { input: [draw(1, 3), channels, draw(least(0), least(0) + 9), draw(least(1), least(1) + 20)] },
  }
}

function transposed(draw: Draw): Case {
  const groups = draw(0, 3) === 0 ? draw(2, 5) : 1
  const alone = draw(0, 4) === 0
  const pair = (low: number, high: number): readonly [number, number] => [draw(low, high), draw(low, high)]
  const [stride, dilation] = [pair(1, 4), pair(1, 3)]
  const attrs = {
    out_channels: groups * (alone ? 1 : draw(1, 6)),
    groups,
    kernel_size: pair(1, 5),
    stride,
    padding: pair(0, 2),
    dilation,
    output_padding: [draw(0, Math.max(stride[0], dilation[0])), draw(0, Math.max(stride[1], dilation[1]))],
    bias: draw(0, 2) === 0,
  }
  return {
    kind: "ConvTranspose2d",
    attrs,
    shapes: { input: [draw(1, 3), groups * (alone ? 1 : draw(1, 6)), draw(3, 9), draw(3, 12)] },
  }
}

function attending(draw: Draw): Case {
  const lead = Array.from({ length: draw(0, 3) }, () => draw(1, 4))
  const some = (): number[] => lead.slice(draw(0, lead.length + 1)).map((size) => (draw(0, 3) === 0 ? 1 : size))
  const [l, s, e, v] = [draw(1, 12), draw(1, 12), draw(1, 9), draw(1, 9)]
  const [query, key, value] = [
    [...lead, l, e],
    [...some(), s, e],
    [...some(), s, v],
  ]
  const masked = draw(0, 3) === 0
  const attn_mask = masked ? [...(draw(0, 2) === 0 ? lead : []), draw(0, 2) === 0 ? 1 : l, s] : undefined
  const attrs = { is_causal: !masked && draw(0, 2) === 0, dropout_p: draw(0, 3) === 0 ? 0.3 : 0 }
  return { kind: "ScaledDotProductAttention", attrs, shapes: { query, key, value, attn_mask } }
}

function heads(draw: Draw): Case {
  const [l, s, n, num_heads] = [draw(1, 10), draw(1, 10), draw(1, 4), draw(1, 5)]
  const d = num_heads * draw(1, 6)
  const batch_first = draw(0, 2) === 0
  const alone = draw(0, 4) === 0
  const places = (length: number): number[] => (alone ? [length, d] : batch_first ? [n, length, d] : [length, n, d])
  const masked = draw(0, 3) === 0
  const attn_mask = masked ? (draw(0, 2) === 0 ? [l, s] : [(alone ? 1 : n) * num_heads, l, s]) : undefined
  const attrs = {
    ...{ num_heads, batch_first, bias: draw(0, 2) === 0 },
    ...{ is_causal: !masked && draw(0, 2) === 0, dropout: draw(0, 3) === 0 ? 0.3 : 0 },
  }
  return {
    kind: "MultiheadAttention",
    attrs,
    shapes: { query: places(l), key: places(s), value: places(s), attn_mask },
  }
}

test.for([
  ["attentions", attending, 40],
  ["attentions of heads", heads, 40],
  ["depthwise convolutions", depthwise, 40],
  ["transposed convolutions", transposed, 40],
  ["embeddings", embedded, 25],
  ["matrix products", multiplied, 60],
  ["permutations", permuted, 40],
  ["pads", padded, 40],
  ["slices", sliced, 25],
  ["joined tensors", joined, 25],
  ["cut tensors", cut, 25],
  ["repeated tensors", expanded, 25],
] as const)("%s", ([what, draw, atPush]) => {
  const random = randomStream(seed, "planned", what)
  const count = cases(atPush)
  for (let number = 0; number < count; number++) {
    const { kind, ...example } = draw((low, high) => low + random.below(Math.max(1, high - low)))
    const told = `${kind} ${JSON.stringify(example)}`
    const { apart, eager } = twins(exampleDocument(ops.get(kind)!, example, number))
    expect(eager, told).toEqual([])
    for (const [name, share] of apart) expect(share, `${told} ${name}`).toBeLessThanOrEqual(MOST)
  }
  counted(count, `${what} by kernels, against the eager rules`)
})

test.for([
  ["self-attention, whose three projections are one product", "x", "x"],
  ["attention to a second tensor", "x", "other"],
] as const)("%s", ([, query, key]) => {
  for (const batch_first of [true, false]) {
    const attrs = { num_heads: 3, batch_first, is_causal: true }
    const document = {
      gradwire: 2,
      seed: 3,
      target: "op",
      upstream: { "op:output": { distribution: "normal" as const, seed: 1 } },
      nodes: [
        { id: "x", op: "Parameter", attrs: { shape: [5, 4, 12], init: "normal" } },
        { id: "other", op: "Parameter", attrs: { shape: [5, 4, 12], init: "normal" } },
        { id: "op", op: "MultiheadAttention", attrs, inputs: { query, key, value: key } },
      ],
    }
    const { apart, eager } = twins(document)
    expect(eager).toEqual([])
    for (const [name, share] of apart) expect(share, name).toBeLessThanOrEqual(MOST)
  }
})

test("an index that leads nowhere is refused in the op's own words, in runs and in trainings", () => {
  const document = {
    gradwire: 1,
    training: { epochs: 2 },
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [1, 4, 0] } },
      { id: "table", op: "Embedding", attrs: { num_embeddings: 4, embedding_dim: 8 }, inputs: { input: "x" } },
      { id: "loss", op: "Mean", attrs: { dim: [0, 1] }, inputs: { input: "table" } },
    ],
  }
  const { problems } = run(analyze(document, ops, "train"), {
    ...{ mode: "train", dtype: "float32", engine: "planned", anySize: true },
  })
  const { plan } = planTraining(document, { dtype: "float32", engine: "planned" })
  const sentences = [problems[0]?.sentence, train(plan!).problem?.sentence]
  for (const sentence of sentences)
    expect(sentence).toMatch(/class at \[1\] is 4, but classes are whole numbers from 0 to 3/)
})
