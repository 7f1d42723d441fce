// Multi-head attention: rows are projected, heads are columns of what comes out, each attends, and all is projected once more.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastMultihead } from "../../../../kernels/fast.ts"
import { scaledBy } from "../../../../kernels/matrix/attention.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Lowering, Site } from "../../draft/rule.ts"
import { type Attention, asDocument, attend, find, scoresShape, summedRows } from "./attention.ts"
import {
  fromColumn,
  type HeadSizes,
  headRoom,
  headSizes,
  headsDrafted,
  joinedDrafted,
  newRows,
  perHead,
  stackOf,
  weightRows,
} from "./heads.ts"
import { type Made, multiheadBack, type Part } from "./multiheadBack.ts"
import { inRows, type Matrices, multiply, turned } from "./multiply.ts"

type At = Site<FastMultihead>

const PORTS = ["query", "key", "value"] as const

/** The rule of the kernel `multihead`. */
export const multihead: Lowering<FastMultihead> = {
  lower: (site) => {
    const { draft, node } = site
    const sizes = headSizes(site.fast, shapeAt(site, "query"))
    const parts = projectedParts(site, sizes)
    const at = attentionOf(site, sizes, parts)
    const made = attend(site, at)
    const joined = newRows(draft, at.queries * sizes.batch, sizes.features)
    const room = headRoom(draft, sizes, joined, at.queries)
    find(draft, at, made, room.to)
    room.settle()
    const y = newRows(draft, at.queries * sizes.batch, sizes.features)
    const bias = site.param("out_proj_bias")
    const square = { rows: at.queries * sizes.batch, depth: sizes.features, columns: sizes.features }
    const b = turned(weightRows(site, "out_proj_weight", sizes, 0))
    multiply(draft, { what: "project", ...square, a: joined, b, c: y, bias: bias && draft.flat(bias), stack: [] })
    const output = inRows(singleShape(node.outputs?.output) ?? [], sizes.features, y.buffer)
    return {
      outputs: { output, ...others(site, sizes, { at, made, parts, joined }) },
      backward: (_, wanted, gradients) => multiheadBack(site, sizes, { at, made, parts, joined }, wanted, gradients),
    }
  },
}

function shapeAt({ node }: At, port: string): Shape {
  return singleShape(node.context.shapes[port]) ?? []
}

/** Queries, keys and values as rows; from one tensor they are projected at once. */
function projectedParts(site: At, sizes: HeadSizes): readonly Part[] {
  const { draft, input, param } = site
  const { features, batch } = sizes
  const together = PORTS.every((port) => input(port) === input("query"))
  const bias = param("in_proj_bias")
  const rowsAt = (port: string): number => sizeOf(shapeAt(site, port)) / features
  const project = (port: string, part: number, columns: number): Matrices => {
    const rows = newRows(draft, rowsAt(port), columns)
    const start = bias && (part === 0 && together ? draft.flat(bias) : biasPart(site, sizes, draft.flat(bias), part))
    const a = { buffer: draft.flat(input(port)), row: features, column: 1 }
    const b = turned(weightRows(site, "in_proj_weight", sizes, part))
    const size = { rows: rowsAt(port), depth: features, columns }
    multiply(draft, { what: "project", ...size, a, b, c: rows, bias: start, stack: [] })
    return rows
  }
  const all = together ? project("query", 0, 3 * features) : null
  return PORTS.map((port, number) => ({
    ...{ port, number, places: rowsAt(port) / batch },
    x: { buffer: draft.flat(input(port)), row: features, column: 1 },
    rows: all === null ? project(port, number, features) : fromColumn(all, number * features),
  }))
}

function biasPart({ draft }: At, { features }: HeadSizes, bias: Buffer, part: number): Buffer {
  const own = draft.buffer(features)
  const loops = [{ count: features, from: 1, to: 1 }]
  draft.copy("split bias", { from: part * features, to: 0, loops }, bias, own)
  return own
}

function attentionOf({ draft, fast, node, input }: At, sizes: HeadSizes, parts: readonly Part[]): Attention {
  const [q, k, v] = parts.map(({ rows, places }) => stackOf(sizes, rows, places))
  const { batch, heads, each } = sizes
  if (q === undefined || k === undefined || v === undefined) throw new Error("three parts are projected")
  const lead = [batch, heads]
  const [queries = 1, keys = 1] = parts.map(({ places }) => places)
  const masked = singleShape(node.context.shapes.attn_mask)
  const mask = masked === null ? null : contiguous(perHead(masked, lead), draft.flat(input("attn_mask")))
  const { causal, drop } = fast
  const features = { features: each, found: each, scale: 1 / Math.sqrt(each) }
  return { scores: lead, lead, queries, keys, ...features, causal, drop, q, k, v, mask }
}

/** Outputs beside the first, where somebody reads them. */
function others(site: At, sizes: HeadSizes, { at, made, parts, joined }: Made): { readonly [port: string]: Drafted } {
  const { draft, node } = site
  const found: { [port: string]: Drafted } = {}
  const put = (port: string, make: () => Drafted): void => {
    if (site.readers(port) === 0) return
    // The same numbers, examples and heads in one axis.
    found[port] = contiguous(singleShape(node.outputs?.[port]) ?? [], draft.flat(make()))
  }
  for (const [i, port] of (["q", "k", "v"] as const).entries()) {
    const part = parts[i]
    if (part === undefined) continue
    put(port, () => headsDrafted(draft, sizes, stackOf(sizes, part.rows, part.places), part.places))
  }
  put("weights", () => asDocument(draft, at, made.weights))
  put("mask", () => made.kept ?? ones(site))
  put("joined", () => joinedDrafted(draft, sizes, joined, at.queries))
  put("attn_weights", () => {
    const sum = summedRows(draft, at, made.dropped, [sizes.batch, 1, ...scoresShape(at).slice(2)])
    const flat = draft.flat(sum)
    draft.call("average heads", scaledBy(draft.module, flat.bytes / 4, 1 / sizes.heads, false), [flat, flat, flat])
    return sum
  })
  return found
}

/** Nothing is dropped. */
function ones({ draft, node }: At): Drafted {
  const shape = singleShape(node.outputs?.mask) ?? []
  return contiguous(shape, draft.constant(new Float32Array(sizeOf(shape)).fill(1)))
}
