// How many numbers a node learns, as the course computes it: `3×3×1×10 + 10 = 100`. The value is the product of the shapes;
// the computation is written from the op's formulas with the node's numbers put in (a test holds the two together).

import { type Expr, evaluate, formula } from "../../formula/formula.ts"
import { writeNumbers } from "../../formula/write.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis, ParamNode } from "../analysis/analysis.ts"

/** Learned numbers of one node. Params that are wired belong to the node they come from and are not counted. */
export interface NodeCount {
  /** `3×3×1×10 + 10`; `0` where nothing is learned. */
  readonly text: string
  readonly count: number
  readonly params: readonly { readonly name: string; readonly text: string; readonly count: number }[]
}

const NONE: NodeCount = { text: "0", count: 0, params: [] }

// An analysis of a node is never changed, and stays the same object while nothing about the node changes.
const counted = new WeakMap<NodeAnalysis, NodeCount>()

/** The count of one node, or null where what it learns is not known. */
export function paramCount(node: NodeAnalysis): NodeCount | null {
  if (!node.paramsKnown) return null
  if (node.params.length === 0) return NONE
  const before = counted.get(node)
  if (before !== undefined) return before
  const count = countOf(node)
  counted.set(node, count)
  return count
}

function countOf(node: NodeAnalysis): NodeCount {
  const own = node.params.filter((param) => param.wired === null)
  if (own.length === 0) return NONE
  // Formulas speak of the output too: where that is not known, the sizes of the param stand for its computation.
  const symbols = node.outputs === null ? null : symbolsOf(node)
  const params = own.map((param) => ({
    name: param.name,
    text: symbols === null ? product(param.shape) : computation(param, symbols),
    count: sizeOf(param.shape),
  }))
  return {
    text: params.map((param) => param.text).join(" + "),
    count: params.reduce((sum, param) => sum + param.count, 0),
    params,
  }
}

function product(shape: Shape): string {
  return shape.length === 0 ? "1" : shape.join("×")
}

function computation(param: ParamNode, symbols: { readonly [symbol: string]: number }): string {
  return writeNumbers(parsed(param.count), symbols)
}

/** Learned numbers of the whole graph, as far as they are known. */
export function totalCount(analysis: Analysis): number {
  let total = 0
  for (const node of analysis.nodes.values()) {
    for (const param of node.params) if (param.wired === null) total += sizeOf(param.shape)
  }
  return total
}

/** The numbers that the formulas of a node's op speak of. Empty where shapes are not known. */
export function symbolsOf(node: NodeAnalysis): { readonly [symbol: string]: number } {
  if (node.op?.symbols === undefined || node.context === null || node.outputs === null) return {}
  return node.op.symbols({ ...node.context, outputs: node.outputs })
}

/** The value of a formula of the node's op, with the node's numbers put in. */
export function evaluateAt(text: string, symbols: { readonly [symbol: string]: number }): number {
  return evaluate(parsed(text), symbols)
}

// Formulas belong to ops, so there are few of them, and each is read once.
const read = new Map<string, Expr>()

function parsed(text: string): Expr {
  const before = read.get(text)
  if (before !== undefined) return before
  const expr = formula(text)
  read.set(text, expr)
  return expr
}
