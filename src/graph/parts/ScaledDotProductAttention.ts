import { dim, zeros } from "../../tensor/tensor.ts"
import type { Draft } from "./draft.ts"
import type { Parts } from "./part.ts"

/** Large enough that the softmax of what it is added to is exactly 0, small enough for float32. */
const HIDDEN = -1e30

/** softmax(c·QKᵀ + M)·V; the softmax opens further. */
export const ScaledDotProductAttention: Parts = {
  kind: "ScaledDotProductAttention",
  draw: (draft) => {
    const turned = draft.apply("K_T", "Transpose", "@key", { dim0: -2, dim1: -1 }, "K^{\\mathsf T}")
    const products = draft.add("products", "MatMul", { a: "@query", b: turned })
    const factor = draft.numberOrNone("scale") ?? 1 / Math.sqrt(dim(draft.shape("query"), -1))
    const scaled = draft.add("scaled", "Mul", { a: products, b: draft.constant("scale", factor) })
    const mask = draft.isWired("attn_mask") ? "@attn_mask" : draft.flag("is_causal") ? causalMask(draft) : null
    const scores = mask === null ? scaled : draft.add("scores", "Add", { a: scaled, b: mask })
    const weights = draft.apply("weights", "Softmax", scores, { dim: -1 }, "A")
    const p = draft.number("dropout_p")
    const dropped = p === 0 ? weights : draft.apply("drop", "Dropout", weights, { p })
    // The mask is drawn from the node's own stream, which goes with its name.
    if (dropped !== weights) draft.own = dropped
    draft.output("output", draft.add("Y", "MatMul", { a: dropped, b: "@value" }, {}, "Y"))
    draft.output("attn_weights", weights)
    return null
  },
}

/** 0 where query i may see key j ≤ i. */
function causalMask(draft: Draft): string {
  const [queries, keys] = [dim(draft.shape("query"), -2), dim(draft.shape("key"), -2)]
  const mask = zeros([queries, keys], "float32")
  mask.data.forEach((_, at) => {
    if (at % keys > Math.floor(at / keys)) mask.data[at] = HIDDEN
  })
  return draft.table("mask", mask, "M")
}
