// The way back through multi-head attention: from what it found to the weights of its heads, and through the projections.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastMultihead } from "../../../../kernels/fast.ts"
import type { Shape } from "../../../../tensor/tensor.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Site } from "../../draft/rule.ts"
import { type Attended, type Attention, addToRows, attendBack, scoresShape, summedRows } from "./attention.ts"
import { columnSums, fromColumn, type HeadSizes, headRoom, newRows, perHead, stackOf, weightRows } from "./heads.ts"
import { inRows, type Matrices, multiply, multiplyAndSum, turned } from "./multiply.ts"

type At = Site<FastMultihead>

/** One port's rows, and what they are projected to. */
export interface Part {
  readonly port: "query" | "key" | "value"
  readonly number: number
  readonly places: number
  readonly x: Matrices
  readonly rows: Matrices
}

/** What was worked out on the way there. */
export interface Made {
  readonly at: Attention
  readonly made: Attended
  readonly parts: readonly Part[]
  /** What the heads found, side by side. */
  readonly joined: Matrices
}

function shapeAt({ node }: At, port: string): Shape {
  return singleShape(node.context.shapes[port]) ?? []
}

/** Adds the steps of the backward pass. */
export function multiheadBack(
  site: At,
  sizes: HeadSizes,
  all: Made,
  wanted: ReadonlySet<string>,
  gradients: ReadonlyMap<string, Drafted>,
): { readonly [name: string]: Drafted } {
  const { draft } = site
  const { at, made, parts } = all
  const { through, found } = intoOutput(site, sizes, all, wanted, gradients.get("output"))
  const back = projectedBack(site, sizes, parts)
  const [q = null, k = null, v = null] = back.map(({ room }) => room.to)
  const weights = gradients.get("attn_weights")
  const averaged = [sizes.batch, 1, ...scoresShape(at).slice(2)]
  const toDropped = (rows: Buffer): void => {
    if (weights === undefined) return
    addToRows(draft, at, contiguous(averaged, draft.flat(weights)), 1 / sizes.heads, rows)
  }
  const g = stackOf(sizes, through, at.queries)
  const scores = attendBack(draft, at, made, { g, toDropped, q, k, v, scores: wanted.has("attn_mask") })
  for (const { room } of back) room.settle()
  const mask: { attn_mask?: Drafted } = {}
  if (scores !== null) {
    const shape = shapeAt(site, "attn_mask")
    mask.attn_mask = contiguous(shape, draft.flat(summedRows(draft, at, scores, perHead(shape, at.scores))))
  }
  return {
    ...found,
    ...mask,
    ...intoInputs(site, sizes, back, wanted),
    ...intoProjection(site, sizes, back, wanted),
  }
}

/** Back through the last projection: its params, and rows of what came back to what the heads found. */
function intoOutput(
  site: At,
  sizes: HeadSizes,
  { at, joined }: Made,
  wanted: ReadonlySet<string>,
  gradient: Drafted | undefined,
): { readonly through: Matrices; readonly found: { readonly [name: string]: Drafted } } {
  const { draft } = site
  const { features } = sizes
  const count = at.queries * sizes.batch
  const given = gradient && { buffer: draft.flat(gradient), row: features, column: 1 }
  const g: Matrices = given ?? newRows(draft, count, features)
  if (given === undefined) draft.clear(g.buffer)
  const found: { [name: string]: Drafted } = {}
  if (wanted.has("out_proj_weight")) {
    const c = newRows(draft, features, features)
    const size = { rows: features, depth: count, columns: features }
    multiplyAndSum(draft, { what: "project, weights", ...size, a: turned(g), b: joined, c, stack: [] })
    found.out_proj_weight = inRows([features, features], features, c.buffer)
  }
  if (wanted.has("out_proj_bias")) {
    found.out_proj_bias = summed(site, features, (sums) => columnSums(draft, g, count, features, sums))
  }
  const through = newRows(draft, count, features)
  const b = weightRows(site, "out_proj_weight", sizes, 0)
  const size = { rows: count, depth: features, columns: features }
  multiply(draft, { what: "project, input", ...size, a: g, b, c: through, stack: [] })
  return { found, through }
}

interface PartBack extends Part {
  /** What came back to the projected rows. */
  readonly change: Matrices
  readonly room: ReturnType<typeof headRoom>
}

function projectedBack({ draft }: At, sizes: HeadSizes, parts: readonly Part[]): readonly PartBack[] {
  const { features, batch } = sizes
  const together = parts.every(({ rows }) => rows.buffer === parts[0]?.rows.buffer)
  const all = together ? newRows(draft, (parts[0]?.places ?? 1) * batch, 3 * features) : null
  return parts.map((part) => {
    const change =
      all === null ? newRows(draft, part.places * batch, features) : fromColumn(all, part.number * features)
    return { ...part, change, room: headRoom(draft, sizes, change, part.places) }
  })
}

/** ∂X = ∂Q · W_Q, and so on. */
function intoInputs(
  site: At,
  sizes: HeadSizes,
  parts: readonly PartBack[],
  wanted: ReadonlySet<string>,
): { readonly [port: string]: Drafted } {
  const { features, batch } = sizes
  const found: { [port: string]: Drafted } = {}
  for (const { port, number, places, change } of parts) {
    if (!wanted.has(port)) continue
    const c = newRows(site.draft, places * batch, features)
    const b = weightRows(site, "in_proj_weight", sizes, number)
    const size = { rows: places * batch, depth: features, columns: features }
    multiply(site.draft, { what: "project, input", ...size, a: change, b, c, stack: [] })
    found[port] = inRows(shapeAt(site, port), features, c.buffer)
  }
  return found
}

/** ∂W = (∂Q)ᵀ X_Q, and below it the same of keys and values; of one tensor all at once. */
function intoProjection(
  site: At,
  sizes: HeadSizes,
  parts: readonly PartBack[],
  wanted: ReadonlySet<string>,
): { readonly [name: string]: Drafted } {
  const { draft } = site
  const { features, batch } = sizes
  const [first] = parts
  const together = parts.every(({ change }) => change.buffer === first?.change.buffer)
  const whole = together && first !== undefined
  const tasks = whole ? [{ ...first, columns: 3 * features }] : parts.map((part) => ({ ...part, columns: features }))
  const found: { [name: string]: Drafted } = {}
  if (wanted.has("in_proj_weight")) {
    const c = newRows(draft, 3 * features, features)
    for (const { number, places, change, x, columns } of tasks) {
      const to = { ...c, first: number * features * c.row }
      const size = { rows: columns, depth: places * batch, columns: features }
      multiplyAndSum(draft, { what: "project, weights", ...size, a: turned(change), b: x, c: to, stack: [] })
    }
    found.in_proj_weight = inRows([3 * features, features], features, c.buffer)
  }
  if (wanted.has("in_proj_bias")) {
    found.in_proj_bias = summed(site, 3 * features, (sums) => {
      for (const { number, places, change, columns } of tasks) {
        columnSums(draft, change, places * batch, columns, sums, number * features)
      }
    })
  }
  return found
}

function summed({ draft }: At, count: number, add: (sums: Buffer) => void): Drafted {
  const sums = draft.buffer(count)
  draft.clear(sums)
  add(sums)
  return contiguous([count], sums)
}
