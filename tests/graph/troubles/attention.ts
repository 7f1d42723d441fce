// Attention whose sizes do not agree.

import { joined, type Trouble } from "./building.ts"

export const ATTENTION: readonly Trouble[] = [
  joined(
    "MultiheadAttention",
    { query: [5, 2, 8], key: [5, 2, 8], value: [5, 2, 8] },
    { num_heads: 3 },
    /^Set num_heads of n to 2$/,
  ),
  joined(
    "MultiheadAttention",
    { query: [5, 2, 12], key: [7, 2, 12], value: [7, 2, 12] },
    { num_heads: 5 },
    /^Set num_heads of n to 4$/,
  ),
  joined(
    "MultiheadAttention",
    { query: [5, 2, 8], key: [5, 3, 8], value: [5, 3, 8] },
    { num_heads: 2 },
    /^Change the shape of in_query to/,
  ),
  joined(
    "MultiheadAttention",
    { query: [2, 5, 8], key: [2, 7, 8], value: [2, 7, 8] },
    { num_heads: 2 },
    /^Set batch_first of n to true$/,
  ),
  joined(
    "MultiheadAttention",
    { query: [2, 5, 8], key: [2, 7, 8], value: [2, 6, 8] },
    { num_heads: 2, batch_first: true },
    /^Change the shape of in_value to 2×7×8$/,
  ),
  joined(
    "MultiheadAttention",
    { query: [5, 2, 8], key: [7, 2, 8], value: [7, 2, 8], attn_mask: [7, 5] },
    { num_heads: 2 },
    /^Insert Permute before n:attn_mask: 7×5 → 5×7$/,
  ),
  joined(
    "MultiheadAttention",
    { query: [5, 2, 8], key: [5, 2, 8], value: [5, 2, 8], attn_mask: [5, 5] },
    { num_heads: 2, is_causal: true },
    /^Set is_causal of n to false$/,
  ),
  joined(
    "MultiheadAttention",
    { query: [8], key: [8], value: [8] },
    { num_heads: 2 },
    "three single vectors are no sequence: what else they are is not known",
  ),
  joined(
    "ScaledDotProductAttention",
    { query: [3], key: [5, 3], value: [5, 3] },
    {},
    /^Insert Unsqueeze before n:query: 3 → 1×3$/,
  ),
  joined(
    "ScaledDotProductAttention",
    { query: [4, 8], key: [5, 6], value: [5, 8] },
    {},
    /^Change the shape of in_key to/,
  ),
  joined(
    "ScaledDotProductAttention",
    { query: [4, 8], key: [8, 5], value: [5, 8] },
    {},
    /^Insert Permute before n:key: 8×5 → 5×8$/,
  ),
  joined(
    "ScaledDotProductAttention",
    { query: [4, 8], key: [5, 8], value: [6, 8] },
    {},
    /^Change the shape of in_value to/,
  ),
  joined(
    "ScaledDotProductAttention",
    { query: [4, 8], key: [5, 8], value: [5, 8], attn_mask: [5, 4] },
    {},
    /^Insert Permute before n:attn_mask: 5×4 → 4×5$/,
  ),
  joined(
    "ScaledDotProductAttention",
    { query: [4, 8], key: [4, 8], value: [4, 8], attn_mask: [4, 4] },
    { is_causal: true },
    /^Set is_causal of n to false$/,
  ),
]
