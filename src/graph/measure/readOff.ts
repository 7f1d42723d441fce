// What can be read off a graph besides its loss: where classes are compared, and where two numbers are all that goes in.

import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { leadsTo } from "../analysis/reach.ts"
import { isList, singleShape } from "../analysis/shapes.ts"
import { placeName, type Source } from "../wire.ts"
import { kernelShape } from "./filters.ts"

/** Losses whose `input` are scores (or log-probabilities) of the classes at their `target`. */
const CLASS_LOSSES = new Set(["CrossEntropyLoss", "NLLLoss"])

/** Whether a node is a loss that compares scores with class indices. */
export function isClassLoss(analysis: Analysis, node: string): boolean {
  const { op, context } = analysis.nodes.get(node) ?? {}
  if (op == null || context == null || !CLASS_LOSSES.has(op.kind)) return false
  return op.inputs.target?.classes?.(context.shapes, context.attrs) != null
}

/** A loss over class indices: how many classes, and where scores and classes come from. */
export interface ClassLoss {
  readonly node: string
  readonly classes: number
  readonly scores: Source
  readonly target: Source
}

/** The last loss over class indices among nodes that are given in order, or null. */
export function classLoss(analysis: Analysis, nodes: readonly NodeAnalysis[]): ClassLoss | null {
  for (const { id, op, context } of [...nodes].reverse()) {
    if (op === null || context === null || !CLASS_LOSSES.has(op.kind)) continue
    const classes = op.inputs.target?.classes?.(context.shapes, context.attrs) ?? null
    const scores = single(analysis, id, "input")
    const target = single(analysis, id, "target")
    if (classes !== null && scores !== null && target !== null) return { node: id, classes, scores, target }
  }
  return null
}

/** The source at a port that takes one wire. */
export function single(analysis: Analysis, node: string, port: string): Source | null {
  const held = analysis.nodes.get(node)?.sources.get(port)
  return held === undefined || isList(held) ? null : held
}

/** An Input of two numbers an example, and what may be drawn over its plane. */
export interface Plane {
  readonly input: string
  readonly outputs: readonly string[]
}

/** The first Input of N×2 among these nodes, and the outputs that depend on it and on no other Input, one row an example. */
export function planeOf(analysis: Analysis, nodes: readonly NodeAnalysis[]): Plane | null {
  for (const { id, op, outputs } of nodes) {
    const shape = singleShape(outputs?.value)
    if (op?.kind !== "Input" || shape?.length !== 2 || shape[1] !== 2) continue
    const found = outputsOver(analysis, id, shape[0] ?? 0)
    if (found.length > 0) return { input: id, outputs: found }
  }
  return null
}

function outputsOver(analysis: Analysis, input: string, batch: number): readonly string[] {
  return analysis.order.flatMap((id) => {
    const node = analysis.nodes.get(id)
    const op = node?.op ?? null
    if (node === undefined || op === null || node.state !== "ok" || Object.keys(op.inputs).length === 0) return []
    const before = leadsTo(analysis, [id])
    const inputs = [...before].filter((name) => analysis.nodes.get(name)?.op?.kind === "Input")
    if (inputs.length !== 1 || inputs[0] !== input) return []
    return Object.entries(op.outputs).flatMap(([port, { hidden, list }]) => {
      const shape = singleShape(node.outputs?.[port])
      const drawn = hidden !== true && list !== true && shape !== null
      return drawn && shape.length >= 1 && shape.length <= 2 && shape[0] === batch
        ? [placeName({ node: id, port })]
        : []
    })
  })
}

/** What a training of a graph has to show. */
export interface ReadOff {
  readonly classes: boolean
  readonly plane: boolean
  /** Kernels of convolutions. */
  readonly filters: boolean
}

/** What a training down to the target would have to show. */
export function readOff(analysis: Analysis): ReadOff {
  const { target, order, nodes } = analysis
  const reached = target === null ? new Set<string>() : leadsTo(analysis, [target.node])
  const before = order.flatMap((id) => {
    const node = reached.has(id) ? nodes.get(id) : undefined
    return node?.state === "ok" ? [node] : []
  })
  return {
    classes: classLoss(analysis, before) !== null,
    plane: planeOf(analysis, before) !== null,
    filters: before.some(({ params }) => params.some(({ shape }) => kernelShape(shape) !== null)),
  }
}
