import { bool, choice, int, number, optional } from "../../ops/attributes/attrs.ts"
import { defineBlock } from "./block.ts"
import type { Sketch } from "./sketch.ts"

/** Pre-norm: x + attention(norm x), then x + MLP(norm x), as in ViT and GPT-2. */
export const TransformerEncoder = defineBlock({
  kind: "TransformerEncoder",
  title: "Transformer encoder",
  summary: "Self-attention, then a two-layer MLP, each with layer norm before it and its input added after it.",
  keywords: ["transformer", "self-attention", "ViT", "encoder layer", "pre-norm", "BERT", "GPT"],
  options: {
    num_heads: int({ doc: "Heads; they share the features equally.", fallback: 4, min: 1 }),
    d_model: optional(int({ doc: "Features; none takes them from the wire, else 64.", min: 1 })),
    dim_feedforward: optional(int({ doc: "Features inside the MLP; none means four times as many.", min: 1 })),
    activation: choice(["GELU", "ReLU"], { doc: "Inside the MLP.", fallback: "GELU" }),
    dropout: number({ doc: "Probability of dropout after attention and MLP.", fallback: 0, min: 0, max: 1 }),
    is_causal: bool({ doc: "Place i sees places 0 to i only.", fallback: false }),
  },
  draw: (sketch, { num_heads, d_model, dim_feedforward, activation, dropout, is_causal }) => {
    const features = d_model ?? sketch.features(64)
    if (features % num_heads !== 0) {
      const sentence = `num_heads is ${num_heads}, but ${features} features do not divide into ${num_heads} heads`
      return { option: "num_heads", sentence }
    }
    const norm = { normalized_shape: [features] }
    const input = sketch.fork()
    const x = sketch.apply("norm1", "LayerNorm", input, norm)
    const heads = { num_heads, batch_first: true, ...(is_causal ? { is_causal } : {}) }
    const attended = sketch.add("self_attn", "MultiheadAttention", { query: x, key: x, value: x }, heads)
    const between = sketch.add("add1", "Add", { a: input, b: dropped(sketch, "dropout1", attended, dropout) })
    const normed = sketch.apply("norm2", "LayerNorm", between, norm)
    const wide = sketch.apply("linear1", "Linear", normed, { out_features: dim_feedforward ?? 4 * features })
    const acted = sketch.apply("act", activation, wide)
    const narrow = sketch.apply("linear2", "Linear", acted, { out_features: features })
    const output = sketch.add("add2", "Add", { a: between, b: dropped(sketch, "dropout2", narrow, dropout) })
    return { input: [input, "input"], output }
  },
})

function dropped(sketch: Sketch, id: string, from: string, p: number): string {
  return p === 0 ? from : sketch.apply(id, "Dropout", from, { p })
}
