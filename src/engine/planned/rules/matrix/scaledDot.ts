// Attention of queries, keys and values that arrive as tensors.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastAttention } from "../../../../kernels/fast.ts"
import { roundedUp } from "../../../../kernels/planes.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import { broadcastStrides } from "../../../../tensor/walk.ts"
import type { Buffer } from "../../draft/buffers.ts"
import type { Drafted } from "../../draft/draft.ts"
import type { Lowering, Site } from "../../draft/rule.ts"
import {
  type Attention,
  addToRows,
  asDocument,
  attend,
  attendBack,
  find,
  type Stacked,
  summedRows,
} from "./attention.ts"
import { inRows } from "./multiply.ts"

/** The rule of the kernel `attention`. */
export const scaledDot: Lowering<FastAttention> = {
  lower: (site) => {
    const { draft } = site
    const shapeOf = (port: string): Shape => singleShape(site.node.context.shapes[port]) ?? []
    const at = attentionOf(site, shapeOf)
    const made = attend(site, at)
    const shape = singleShape(site.node.outputs?.output) ?? []
    const y = room(site, shape, at.lead)
    find(draft, at, made, y)
    const taken = site.readers("attn_weights") + site.readers("mask") > 0
    return {
      outputs: {
        output: inRows(shape, at.found, y.buffer),
        ...(taken && { attn_weights: asDocument(draft, at, made.weights) }),
        ...(made.kept !== null && { mask: made.kept }),
      },
      backward: (_, wanted, gradients) => {
        const [grad, toWeights] = [gradients.get("output"), gradients.get("attn_weights")]
        const into = (port: string, lead: Shape): Stacked | null =>
          wanted.has(port) ? room(site, shapeOf(port), lead) : null
        const [q, k, v] = [into("query", at.scores), into("key", at.scores), into("value", at.lead)]
        const scores = attendBack(draft, at, made, {
          g: grad === undefined ? zeros(site, shape, at.lead) : stackedAt(draft.flat(grad), shape, at.lead),
          toWeights: (rows) => toWeights && addToRows(draft, at, toWeights, 1, rows),
          ...{ q, k, v, scores: wanted.has("attn_mask") },
        })
        const found: { [port: string]: Drafted } = {}
        for (const [port, made] of Object.entries({ query: q, key: k, value: v })) {
          const own = shapeOf(port)
          if (made !== null) found[port] = inRows(own, own.at(-1) ?? 1, made.buffer)
        }
        if (scores !== null) found.attn_mask = summedRows(draft, at, scores, shapeOf("attn_mask"))
        return found
      },
    }
  },
}

function attentionOf(site: Site<FastAttention>, shapeOf: (port: string) => Shape): Attention {
  const { draft, fast, node, input } = site
  const [query, key, value] = [shapeOf("query"), shapeOf("key"), shapeOf("value")]
  const scores = (singleShape(node.outputs?.attn_weights) ?? []).slice(0, -2)
  const lead = (singleShape(node.outputs?.output) ?? []).slice(0, -2)
  return {
    ...{ scores, lead, scale: fast.scale, causal: fast.causal, drop: fast.drop },
    queries: query.at(-2) ?? 1,
    keys: key.at(-2) ?? 1,
    features: query.at(-1) ?? 1,
    found: value.at(-1) ?? 1,
    q: stackedAt(draft.flat(input("query")), query, scores),
    k: stackedAt(draft.flat(input("key")), key, scores),
    v: stackedAt(draft.flat(input("value")), value, lead),
    mask: node.context.shapes.attn_mask === undefined ? null : input("attn_mask"),
  }
}

/** A contiguous tensor as a stack along axes that its own broadcast to; rows may have room behind them. */
function stackedAt(buffer: Buffer, shape: Shape, lead: Shape, row = shape.at(-1) ?? 1): Stacked {
  const matrix = (shape.at(-2) ?? 1) * row
  const steps = broadcastStrides(shape.slice(0, -2), lead).map((step) => step * matrix)
  return { buffer, row, column: 1, steps }
}

/** A new tensor whose rows have room for whole vectors. */
function room({ draft }: Site, shape: Shape, lead: Shape): Stacked {
  const columns = shape.at(-1) ?? 1
  const row = roundedUp(columns)
  return stackedAt(draft.buffer((sizeOf(shape) / columns) * row), shape, lead, row)
}

function zeros(site: Site, shape: Shape, lead: Shape): Stacked {
  const none = room(site, shape, lead)
  site.draft.clear(none.buffer)
  return none
}
