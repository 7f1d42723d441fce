import { gatherRows, scatterRows } from "../../tensor/net/rows.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { int, optional } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { checkClasses } from "../families/classes.ts"
import { defineOp } from "../op.ts"

export const Embedding = defineOp({
  kind: "Embedding",
  shelf: "layer",
  title: "Embedding",
  summary: "Looks up a learned vector for each index.",
  keywords: ["lookup table", "token", "Gather", "word vectors"],
  use: 30,

  attrs: {
    num_embeddings: int({ doc: "Rows of the table: indices go from 0 to one less.", initial: 10, min: 1 }),
    embedding_dim: int({ doc: "Length of each vector.", initial: 4, min: 1 }),
    padding_idx: optional(int({ doc: "An index whose vector gets no gradient.", min: 0 })),
  },
  inputs: {
    input: {
      doc: "Indices, any shape.",
      tex: "i",
      classes: (_, attrs) => Number(attrs.num_embeddings),
    },
  },
  outputs: { output: { doc: "The input's axes, then embedding_dim.", tex: "y" } },
  params: {
    weight: {
      tex: "W",
      doc: "num_embeddings × embedding_dim.",
      rule: (at) => ({
        shape: [at.attrs.num_embeddings, at.attrs.embedding_dim],
        init: { kind: "normal", mean: 0, std: 1 },
        count: "n*d",
      }),
    },
  },
  buffers: {},
  caption: (attrs) => `${attrs.num_embeddings} vectors of ${attrs.embedding_dim}`,

  shape: (at) => {
    const { padding_idx, num_embeddings } = at.attrs
    const output = [...at.shapes.input, at.attrs.embedding_dim]
    if (padding_idx === null || padding_idx < num_embeddings) return { output }
    const expected = `at most ${num_embeddings - 1}`
    const sentence = `padding_idx is ${padding_idx}, but the table has ${num_embeddings} rows; it must be ${expected}`
    return { at: "padding_idx", sentence, found: String(padding_idx), expected, outputs: { output } }
  },
  axes: (at) => {
    const input = counted(at.shapes.input.length)
    return { inputs: { input }, outputs: { output: [...input, "features"] } }
  },
  receptiveField: () => "pointwise",
  symbols: (at) => ({ e: sizeOf(at.outputs.output), n: at.attrs.num_embeddings, d: at.attrs.embedding_dim }),
  // Copying is no arithmetic.
  formulas: { flops: "0" },

  forward: (at) => {
    checkClasses("input", at.inputs.input, at.params.weight.shape[0] ?? 0, null)
    return { output: gatherRows(at.params.weight, at.inputs.input) }
  },
  backward: {
    input: null,
    weight: (at) => scatterRows(at.grad.output, at.inputs.input, at.params.weight.shape, at.attrs.padding_idx),
  },

  fast: ({ attrs: { num_embeddings, embedding_dim, padding_idx } }) => ({
    kernel: "embedding",
    rows: num_embeddings,
    width: embedding_dim,
    skip: padding_idx,
  }),

  tex: {
    forward: "@output_n = @weight_{@input_n}",
    backward: {
      input: null,
      weight: "\\grad{@weight_k} = \\sum_{n:\\, @input_n = k} \\grad{@output_n}",
    },
  },
  // padding_idx is not among them: there the rule is zero although the output does depend on the weight.
  torch: {
    module: { name: "nn.Embedding", takes: ["num_embeddings", "embedding_dim", "padding_idx"] },
    functions: [{ name: "F.embedding", takes: ["@input", "@weight", "padding_idx"] }],
  },
  examples: [
    { shapes: { input: [2, 3] }, attrs: { num_embeddings: 4, embedding_dim: 2 } },
    { shapes: { input: [] }, attrs: { num_embeddings: 3, embedding_dim: 4 } },
  ],
})
