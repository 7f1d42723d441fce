// How PyTorch says attention: what a query may not see, and multi-head attention as a function of its params.

import type { Shape } from "../../tensor/tensor.ts"
import { isProblem } from "../op.ts"
import { float } from "../torch.ts"
import { type AttentionSizes, fittingSizes } from "./attending.ts"

/** Where key j comes after query i, in PyTorch. */
export function futurePlaces(like: string, l: number, s: number): string {
  return `torch.ones(${l}, ${s}, dtype=torch.bool, device=${like}.device).triu(1)`
}

interface Written {
  readonly attrs: {
    readonly num_heads: number
    readonly bias: boolean
    readonly dropout: number
    readonly batch_first: boolean
    readonly is_causal: boolean
  }
  readonly shapes: {
    readonly query: Shape
    readonly key: Shape
    readonly value: Shape
    readonly attn_mask: Shape | undefined
  }
}

/** The argument for what must not be seen, and the line that makes it: PyTorch 1.13 takes no causal mask by a word. */
export function hiddenPlaces(at: Written) {
  if (!at.attrs.is_causal)
    return { lines: [], argument: at.shapes.attn_mask === undefined ? "" : ", attn_mask=@attn_mask" }
  const { l, s } = sizesOf(at)
  return { lines: [`$hidden = ${futurePlaces("@query", l, s)}`], argument: ", attn_mask=$hidden" }
}

/** As a function of its params, which has no batch first. */
export function functionLines(at: Written): readonly string[] {
  const { num_heads, dropout, batch_first, bias } = at.attrs
  const { lines, argument } = hiddenPlaces(at)
  const turned = batch_first && at.shapes.query.length === 3
  const [q, k, v] = turned ? ["$query", "$key", "$value"] : ["@query", "@key", "@value"]
  const [first, last] = bias ? ["@in_proj_bias", "@out_proj_bias"] : ["None", "None"]
  const projected = `@in_proj_weight, ${first}, None, None, False, ${float(dropout)}, @out_proj_weight, ${last}`
  const call = `F.multi_head_attention_forward(${q}, ${k}, ${v}, ${sizesOf(at).d}, ${num_heads}, ${projected}, training=@training${argument})`
  if (!turned) return [...lines, `@output, @attn_weights = ${call}`]
  return [
    ...lines,
    "$query, $key, $value = (x.transpose(0, 1) for x in (@query, @key, @value))",
    `$joined, @attn_weights = ${call}`,
    "@output = $joined.transpose(0, 1)",
  ]
}

function sizesOf(at: Written): AttentionSizes {
  const sizes = fittingSizes(at)
  if (isProblem(sizes)) throw new Error(sizes.sentence)
  return sizes
}
