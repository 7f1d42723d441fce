// Bytes of a graph's tensors: how much of each grows with the batch.

import { type Dtype, type Shape, sizeOf } from "../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "./analysis.ts"
import { batchedNodes } from "./batch.ts"
import { firstShape } from "./receptive.ts"

/** Bytes: fixed + batch·perExample. */
export interface Size {
  readonly fixed: number
  readonly perExample: number
}

/** Sizes of a graph's tensors in bytes, at one precision. */
export class Sizes {
  private readonly analysis: Analysis
  private readonly width: number
  private readonly batched: ReadonlySet<string>
  /** Examples of the first batched Input. */
  readonly batch: number | null

  constructor(analysis: Analysis, dtype: Dtype) {
    this.analysis = analysis
    this.width = dtype === "float64" ? 8 : 4
    this.batched = batchedNodes(analysis, true)
    const input = [...analysis.nodes.values()].find((node) => isSource(node) && this.batched.has(node.id))
    this.batch = firstShape(input)?.[0] ?? null
  }

  /** Of one output of a node. Of a node without a batch axis of its own, what has as many rows as its inputs' batch grows too. */
  output(node: NodeAnalysis, shape: Shape): Size {
    const bytes = this.width * sizeOf(shape)
    const batch = this.batchOf(node)
    const grows = batch !== null && batch > 0 && shape.length > 0 && shape[0] === batch
    return grows ? { fixed: 0, perExample: bytes / batch } : { fixed: bytes, perExample: 0 }
  }

  /** Of the node's own params, without those by `node.param` in `except`. */
  params(node: NodeAnalysis, except?: ReadonlySet<string>): number {
    const own = node.params.filter(({ name, wired }) => wired === null && except?.has(`${node.id}.${name}`) !== true)
    return this.width * own.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  }

  /** Of the node's buffers; what a source keeps is its output, and counted as that. */
  buffers(node: NodeAnalysis): number {
    return isSource(node) ? 0 : this.width * node.buffers.reduce((sum, buffer) => sum + sizeOf(buffer.shape), 0)
  }

  private batchOf(node: NodeAnalysis): number | null {
    if (this.batched.has(node.id)) return firstShape(node)?.[0] ?? null
    for (const { from } of this.analysis.entering.get(node.id) ?? []) {
      const rows = this.batched.has(from.node) ? firstShape(this.analysis.nodes.get(from.node))?.[0] : undefined
      if (rows !== undefined) return rows
    }
    return null
  }
}

/** A node without inputs: its numbers are its own. */
export function isSource(node: NodeAnalysis): boolean {
  return node.op !== null && Object.keys(node.op.inputs).length === 0
}
