// What can be read off a graph besides its loss: where classes are compared, and where two numbers are all that goes in.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import { isList, singleShape } from "../../graph/analysis/shapes.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { MadeData } from "../data/data.ts"
import type { Feed } from "../data/feeds.ts"
import { holdsClasses } from "../pass/backward.ts"
import { isRunnable, isSource } from "../pass/forward.ts"
import type { Prepared } from "./prepared.ts"
import type { Classified } from "./report.ts"

/** Losses whose `input` are scores (or log-probabilities) of the classes at their `target`. */
const CLASS_LOSSES = new Set(["CrossEntropyLoss", "NLLLoss"])

/** The last loss over class indices on the way to the target, or null. */
export function classifiedBy(prepared: Prepared, feeds: readonly Feed[], data: MadeData | null): Classified | null {
  const { analysis } = prepared
  for (const node of [...prepared.nodes].reverse()) {
    if (!CLASS_LOSSES.has(node.op.kind) || !holdsClasses(node, "target")) continue
    const classes = node.op.inputs.target?.classes?.(node.context.shapes, node.context.attrs) ?? null
    const scores = single(analysis, node.id, "input")
    const target = single(analysis, node.id, "target")
    if (classes === null || scores === null || target === null) continue
    const field = feeds.find(({ input }) => input === target.node)?.field
    const names = field === undefined ? null : (data?.training.fields.get(field)?.classes ?? null)
    return { node: node.id, scores: placeName(scores), classes, names }
  }
  return null
}

/** The source at a port that takes one wire. */
export function single(analysis: Analysis, node: string, port: string): Source | null {
  const held = analysis.nodes.get(node)?.sources.get(port)
  return held === undefined || isList(held) ? null : held
}

/** The first Input of N×2 before the target, and the outputs that depend on it and on no other Input, one row an example. */
export function planeOf({
  analysis,
  nodes,
}: Prepared): { readonly input: string; readonly outputs: readonly string[] } | null {
  for (const { id, op, outputs } of nodes) {
    const shape = singleShape(outputs?.value)
    if (op.kind !== "Input" || shape?.length !== 2 || shape[1] !== 2) continue
    const found = outputsOver(analysis, id, shape[0] ?? 0)
    if (found.length > 0) return { input: id, outputs: found }
  }
  return null
}

function outputsOver(analysis: Analysis, input: string, batch: number): readonly string[] {
  return analysis.order.flatMap((id) => {
    const node = analysis.nodes.get(id)
    if (node === undefined || !isRunnable(node) || isSource(node.op)) return []
    const before = leadsTo(analysis, [id])
    const inputs = [...before].filter((name) => analysis.nodes.get(name)?.op?.kind === "Input")
    if (!sameNames(inputs, [input])) return []
    return Object.entries(node.op.outputs).flatMap(([port, { hidden, list }]) => {
      const shape = singleShape(node.outputs?.[port])
      const drawn = hidden !== true && list !== true && shape !== null
      return drawn && shape.length >= 1 && shape.length <= 2 && shape[0] === batch
        ? [placeName({ node: id, port })]
        : []
    })
  })
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}
