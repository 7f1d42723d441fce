// Bytes of a graph's tensors: how much of each grows with the batch.

import { type Dtype, type Shape, sizeOf } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import type { Source } from "../wire.ts"
import { type GraphAxes, graphAxes } from "./axes/axes.ts"

/** Bytes: fixed + batch·perExample. */
export interface Size {
  readonly fixed: number
  readonly perExample: number
}

/** Sizes of a graph's tensors in bytes, at one precision. */
export class TrainingSizes {
  private readonly width: number
  private readonly axes: GraphAxes
  /** Examples of the first batched Input. */
  readonly batch: number | null

  constructor(analysis: Analysis, dtype: Dtype) {
    this.width = dtype === "float64" ? 8 : 4
    this.axes = graphAxes(analysis)
    const batches = [...analysis.nodes.values()]
      .filter(isSource)
      .map(({ id }) => this.axes.examples({ node: id, port: "value" }))
    this.batch = batches.find((batch) => batch !== null) ?? null
  }

  /** Of one output of a node, or an element of one. */
  output(place: Source, shape: Shape): Size {
    const bytes = this.width * sizeOf(shape)
    const batch = this.axes.examples(place)
    return batch === null ? { fixed: bytes, perExample: 0 } : { fixed: 0, perExample: bytes / batch }
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
}

/** A node without inputs: its numbers are its own. */
export function isSource(node: NodeAnalysis): boolean {
  return node.op !== null && Object.keys(node.op.inputs).length === 0
}
