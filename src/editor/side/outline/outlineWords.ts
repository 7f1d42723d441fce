// The graph as text: every node with its op, shape and problems, every wire with its ends and what flows.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { shapeAt } from "../../../graph/analysis/shapes.ts"
import { isUnfinished } from "../../../graph/analysis/unfinished.ts"
import { writeTensor } from "../../../graph/drawing/text/tensorNumber.ts"
import { type DimsOrder, outputsOf, writeShape } from "../../../graph/measure/notation.ts"
import { placeName, type Wire } from "../../../graph/wire.ts"
import type { Phase } from "../../../state/run/run.ts"
import type { RunTensor, ShownRun } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"

/** Ids as a reader meets them: along the wires, then what lies on a cycle or could not be read. */
export function outlineOrder({ order, document }: Analysis): readonly string[] {
  const known = new Set(order)
  return [...order, ...document.nodes.map(({ id }) => id).filter((id) => !known.has(id))]
}

/** `Conv2d, 28×28×10, target`. */
export function nodeWords(analysis: Analysis, id: string, order: DimsOrder): string {
  const node = analysis.nodes.get(id)
  // Every node that was read has an analysis.
  if (node === undefined) return "could not be read"
  const shapes = outputsOf(node)
    .filter(({ place }) => node.op?.outputs[place.port]?.hidden !== true)
    .map(({ place, shape }) => writeShape(analysis, place, shape, order))
  const unfinished = node.problems.length > 0 && node.problems.every(isUnfinished)
  const trouble = unfinished ? "still to wire" : "has a problem"
  const state = node.state === "ok" ? "" : node.state === "bad" ? trouble : "waits for what is before it"
  const target = analysis.target?.node === id ? "target" : ""
  return [node.op?.title ?? node.node.op, shapes.join(" and "), state, target].filter((word) => word !== "").join(", ")
}

/** `conv1:output → relu1:input, 28×28×10; value 0.84; gradient exactly zero`. */
export function wireWords(
  analysis: Analysis,
  wire: Wire,
  order: DimsOrder,
  result: ShownRun | null,
  phase: Phase,
): string {
  const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
  const carried = shape === null ? "shape not known" : writeShape(analysis, wire.from, shape, order)
  const value = phase === "none" ? "" : flow("value", result?.at("value", placeName(wire.from)))
  const gradient = phase === "backward" ? flow("gradient", result?.at("wire", wire.id)) : ""
  const ends = `${placeName(wire.from)} → ${placeName(wire.to)}`
  return [`${ends}, ${carried === "" ? "a single number" : carried}`, value, gradient].filter(Boolean).join("; ")
}

function flow(word: string, tensor: RunTensor | undefined): string {
  if (tensor === undefined) return ""
  const known = stats(tensor)
  return `${word} ${known.zero ? "exactly zero" : writeTensor(known)}`
}
