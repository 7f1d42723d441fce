// What a pass costs. Convention: MACs are the multiply-accumulates of products (convolutions, matrices); additions of a
// bias are not counted. FLOPs are 2·MACs where there are MACs, else what the op's own formula says. Memory is what one
// training step keeps: params, their gradients, and every output, since backward needs it. This folder counts from shapes
// alone: it needs no numbers of a run and changes nothing.

import { type Dtype, sizeOf } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { shapesAt } from "../analysis/shapes.ts"
import { atBatch } from "./atBatch.ts"
import { evaluateAt, symbolsOf } from "./counts.ts"

/** What costs are reckoned for: bytes depend on the precision, everything but params on the batch. */
export interface CostOptions {
  readonly dtype: Dtype
  /** With so many examples, all shapes worked out anew; default: as many as are drawn. */
  readonly batch?: number
}

/** Of one node, or summed. Numbers of operations and of tensor elements; memory in bytes. */
export interface Cost {
  readonly macs: number
  readonly flops: number
  /** Elements of the outputs that are drawn. */
  readonly activations: number
  readonly memory: {
    readonly params: number
    readonly gradients: number
    readonly buffers: number
    /** Outputs, hidden ones included, that are kept for backward. */
    readonly activations: number
  }
}

/** Cost of each node whose shapes are known. */
export function costs(analysis: Analysis, options: CostOptions = { dtype: "float32" }): ReadonlyMap<string, Cost> {
  const { order, nodes } = analysisFor(analysis, options)
  const all = new Map<string, Cost>()
  for (const id of order) {
    const node = nodes.get(id)
    const cost = node === undefined ? null : knownCost(node, options.dtype)
    if (cost !== null) all.set(id, cost)
  }
  return all
}

/** Multiply-adds of a forward pass that takes seconds: nobody starts one that was not asked for. */
export const HEAVY_MACS = 2e9

/** Whether its forward pass takes more than that. */
export function isHeavy(analysis: Analysis): boolean {
  return forwardMacs(analysis) > HEAVY_MACS
}

/** Multiply-adds of a forward pass, as far as shapes are known. */
export function forwardMacs(analysis: Analysis): number {
  let sum = 0
  for (const node of analysis.nodes.values()) {
    sum += knownCost(node, "float32")?.macs ?? 0
  }
  return sum
}

const known = { float32: new WeakMap<NodeAnalysis, Cost | null>(), float64: new WeakMap<NodeAnalysis, Cost | null>() }

/** An analysis of a node is never changed: an edit counts those anew that it concerns. */
function knownCost(node: NodeAnalysis, dtype: Dtype): Cost | null {
  const before = known[dtype].get(node)
  const cost = before === undefined ? costOf(node, dtype) : before
  if (before === undefined) known[dtype].set(node, cost)
  return cost
}

/** The graph at the batch that is asked for, with all shapes worked out anew; itself where none is. */
export function analysisFor(analysis: Analysis, { batch }: Partial<CostOptions>): Analysis {
  return batch === undefined ? analysis : atBatch(analysis, batch).analysis
}

/** The sum of costs; zeros for none. */
export function totalCost(each: Iterable<Cost>): Cost {
  let sum = NOTHING
  for (const cost of each) {
    sum = {
      macs: sum.macs + cost.macs,
      flops: sum.flops + cost.flops,
      activations: sum.activations + cost.activations,
      memory: {
        params: sum.memory.params + cost.memory.params,
        gradients: sum.memory.gradients + cost.memory.gradients,
        buffers: sum.memory.buffers + cost.memory.buffers,
        activations: sum.memory.activations + cost.memory.activations,
      },
    }
  }
  return sum
}

const NOTHING: Cost = {
  macs: 0,
  flops: 0,
  activations: 0,
  memory: { params: 0, gradients: 0, buffers: 0, activations: 0 },
}

function costOf(node: NodeAnalysis, dtype: Dtype): Cost | null {
  const { op, outputs } = node
  if (op === null || outputs === null || !node.paramsKnown) return null
  const width = dtype === "float64" ? 8 : 4
  const ports = Object.entries(outputs).map(([port, held]) => {
    const elements = shapesAt(held).reduce((sum, shape) => sum + sizeOf(shape), 0)
    return { elements, hidden: op.outputs[port]?.hidden }
  })
  const drawn = ports.reduce((sum, { elements, hidden }) => sum + (hidden === true ? 0 : elements), 0)
  const kept = ports.reduce((sum, { elements }) => sum + elements, 0)
  const params = node.params.filter((param) => param.wired === null).map((param) => param.shape)
  const learned = params.reduce((sum, shape) => sum + sizeOf(shape), 0)
  const isSource = Object.keys(op.inputs).length === 0
  // What a source node gives out is what it keeps: it is counted as activation (data) or param, not as both.
  const buffers = isSource ? 0 : node.buffers.reduce((sum, buffer) => sum + sizeOf(buffer.shape), 0)
  const { macs, flops } = operations(node)
  return {
    macs,
    flops,
    activations: drawn,
    memory: {
      params: learned * width,
      gradients: learned * width,
      buffers: buffers * width,
      activations: isSource && learned > 0 ? 0 : kept * width,
    },
  }
}

interface Operations {
  readonly macs: number
  readonly flops: number
}
const NO_OPERATIONS: Operations = { macs: 0, flops: 0 }
// An analysis of a node is never changed, and stays the same object while nothing about the node changes.
const evaluated = new WeakMap<NodeAnalysis, Operations>()

/** Operations of one forward pass at the shapes as they are. */
function operations(node: NodeAnalysis): Operations {
  const { macs, flops } = node.op?.formulas ?? {}
  if (macs === undefined && flops === undefined) return NO_OPERATIONS
  const before = evaluated.get(node)
  if (before !== undefined) return before
  const symbols = symbolsOf(node)
  const products = macs === undefined ? 0 : evaluateAt(macs, symbols)
  const answer = { macs: products, flops: flops === undefined ? 2 * products : evaluateAt(flops, symbols) }
  evaluated.set(node, answer)
  return answer
}
