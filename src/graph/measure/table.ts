// The layer table: one row a node in topological order, with everything that is derived from its shapes. `summary` prints
// these rows, the editor's drawer shows them, and formats/tables.ts writes them as Markdown, CSV and LaTeX.

import type { Shape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { primaryOutput } from "../analysis/ports.ts"
import { isQuarantined } from "../document.ts"
import type { Source } from "../wire.ts"
import { analysisFor, type Cost, type CostOptions, costs } from "./costs.ts"
import { type NodeCount, paramCount } from "./counts.ts"
import { type DimsOrder, outputsOf, writeShape } from "./notation.ts"
import { type ReceptiveField, receptiveFields } from "./receptive.ts"

/** `3×3×1×10`, and its value. */
interface Computation {
  readonly text: string
  readonly count: number
}

/** What is null is not known, because shapes are not; a receptive field is also null where a node has none. */
export interface SummaryRow {
  readonly id: string
  readonly op: string
  /** `3×3×1×10 + 10`, `0` where nothing is learned. */
  readonly params: string | null
  readonly count: number | null
  /** The same in two: what is added at the end (`bias` and its kin), and everything else. */
  readonly weights: Computation | null
  readonly biases: Computation | null
  /** Of the primary output; of its first element, if that is a list. */
  readonly shape: Shape | null
  /** `28×28×10`: as the graph writes its shapes, in the order asked for. */
  readonly dims: string | null
  readonly receptiveField: ReceptiveField | null
  readonly macs: number | null
  readonly flops: number | null
  readonly activations: number | null
  /** Bytes: params, gradients, buffers and kept activations. */
  readonly memory: Cost["memory"] | null
}

interface SummaryOptions extends CostOptions {
  readonly layout: DimsOrder
}

/** One row a node, in topological order, with all shapes at the batch that is asked for; nodes on a circle and below one have none. */
export function summaryRows(written: Analysis, options: Partial<SummaryOptions> = {}): readonly SummaryRow[] {
  const analysis = analysisFor(written, options)
  const layout = options.layout ?? analysis.document.view?.shapes ?? "HWC"
  const fields = receptiveFields(analysis)
  const cost = costs(analysis, { dtype: options.dtype ?? "float32" })
  const rows: SummaryRow[] = []
  for (const id of analysis.order) {
    const node = analysis.nodes.get(id)
    if (node === undefined) continue
    const count = paramCount(node)
    const own = cost.get(id)
    const places = primaryPlaces(node)
    rows.push({
      id,
      op: node.node.op,
      params: count?.text ?? null,
      count: count?.count ?? null,
      weights: count === null ? null : partOf(count, (name) => !isBias(name)),
      biases: count === null ? null : partOf(count, isBias),
      shape: places?.[0]?.shape ?? null,
      dims: places?.map(({ shape, place }) => writeShape(analysis, place, shape, layout)).join(", ") ?? null,
      receptiveField: fields.get(id) ?? null,
      macs: own?.macs ?? null,
      flops: own?.flops ?? null,
      activations: own?.activations ?? null,
      memory: own?.memory ?? null,
    })
  }
  return rows
}

function partOf({ params }: NodeCount, wanted: (name: string) => boolean): Computation {
  const own = params.filter(({ name }) => wanted(name))
  if (own.length === 0) return { text: "0", count: 0 }
  return { text: own.map(({ text }) => text).join(" + "), count: own.reduce((sum, { count }) => sum + count, 0) }
}

/** PyTorch's names: `bias`, `in_proj_bias`. */
function isBias(name: string): boolean {
  return /(?:^|_)bias$/.test(name)
}

/** What stands under the table: sums over the rows, memory in bytes, and how much is missing from them. */
export interface SummaryTotals {
  readonly count: number
  readonly weights: number
  readonly biases: number
  readonly macs: number
  readonly flops: number
  readonly activations: number
  readonly memory: Cost["memory"]
  /** Whether all that is learned is counted. */
  readonly complete: boolean
  /** Layers not counted: what they learn is not known. */
  readonly unknown: number
  /** Layers whose shapes are not known: their MACs, FLOPs, activations and memory are not in the sums. */
  readonly uncosted: number
}

/** Ids of the nodes that have no row: those that could not be read, those on a circle, and those below one. */
export function rowless({ document, nodes, order }: Analysis): readonly Rowless[] {
  const ordered = new Set(order)
  const circular = [...nodes.values()].filter(({ id }) => !ordered.has(id))
  const unread = document.nodes.filter(isQuarantined)
  return [
    ...unread.map(({ id }) => ({ id, learns: true })),
    ...circular.map((node) => ({ id: node.id, learns: paramCount(node)?.count !== 0 })),
  ]
}

/** A node that no sum over rows holds. */
export interface Rowless {
  readonly id: string
  /** False where it is known to learn nothing. */
  readonly learns: boolean
}

/** Sums over the rows, and how many layers are not in them: `without` a row, or with one that says so little. */
export function summaryTotals(rows: readonly SummaryRow[], without: readonly Rowless[] = []): SummaryTotals {
  const unknown = rows.filter(({ count }) => count === null).length + without.filter(({ learns }) => learns).length
  const sum = (number: (row: SummaryRow) => number | null | undefined): number =>
    rows.reduce((total, row) => total + (number(row) ?? 0), 0)
  return {
    count: sum((row) => row.count),
    weights: sum((row) => row.weights?.count),
    biases: sum((row) => row.biases?.count),
    macs: sum((row) => row.macs),
    flops: sum((row) => row.flops),
    activations: sum((row) => row.activations),
    memory: {
      params: sum((row) => row.memory?.params),
      gradients: sum((row) => row.memory?.gradients),
      buffers: sum((row) => row.memory?.buffers),
      activations: sum((row) => row.memory?.activations),
    },
    complete: unknown === 0,
    unknown,
    uncosted: rows.filter(({ memory }) => memory === null).length + without.length,
  }
}

/** The primary output, or each element of it, with its shape. */
function primaryPlaces(node: NodeAnalysis): readonly { readonly place: Source; readonly shape: Shape }[] | null {
  const port = node.op === null ? null : primaryOutput(node.op)
  return port === null || node.outputs === null ? null : outputsOf(node).filter(({ place }) => place.port === port)
}
