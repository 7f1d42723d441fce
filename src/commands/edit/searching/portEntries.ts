// Wiring without a pointer: the ports that fit a loose end, as a list to choose from.

import type { Analysis, NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { visibleOutputs } from "../../../graph/analysis/ports.ts"
import { leadsTo, ledToFrom } from "../../../graph/analysis/reach.ts"
import { isList, shapeAt } from "../../../graph/analysis/shapes.ts"
import { fits } from "../../../graph/edit/wireFits.ts"
import { writeShape } from "../../../graph/measure/notation.ts"
import { placeName, type Sink, type Source, wireName } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { edit } from "../../../state/document.ts"
import { say } from "../../../state/messages.ts"
import type { LooseEnd } from "../../../state/search.ts"
import { useSession } from "../../../state/session.ts"
import { joined } from "../inserting/joining.ts"
import type { SearchEntry } from "./entry.ts"

/** The loose ends of a node: each visible output, then each input that is not wired. */
export function looseEnds(id: string): readonly LooseEnd[] {
  const node = useAnalysis.getState().analysis.nodes.get(id)
  if (node?.op == null) return []
  const outputs = outputsOf(node).map((place): LooseEnd => ({ kind: "source", place }))
  const open = inputsOf(node).filter(({ port }) => node.op?.inputs[port] !== undefined && !isWired(node, port))
  return [...outputs, ...open.map((place): LooseEnd => ({ kind: "sink", place }))]
}

/** Every port that a wire from one of these ends may go to. */
export function portEntries(ends: readonly LooseEnd[]): SearchEntry[] {
  const { analysis } = useAnalysis.getState()
  return ends.flatMap((end) => othersOf(analysis, end).flatMap((other) => portEntry(analysis, end, other)))
}

function othersOf(analysis: Analysis, end: LooseEnd): readonly (Source | Sink)[] {
  const circle = (end.kind === "source" ? leadsTo : ledToFrom)(analysis, [end.place.node])
  return [...analysis.nodes.values()].flatMap((node) => {
    if (circle.has(node.id)) return []
    return end.kind === "source" ? inputsOf(node) : outputsOf(node)
  })
}

function portEntry(analysis: Analysis, end: LooseEnd, other: Source | Sink): SearchEntry[] {
  const [from, to] = end.kind === "source" ? [end.place, other] : [other, end.place]
  if (fits(analysis, from, to).kind !== "yes") return []
  const node = analysis.nodes.get(other.node)
  const shape = shapeAt(analysis.nodes.get(from.node)?.outputs, from)
  const words = [
    node?.op?.title ?? "",
    shape === null ? "" : writeShape(analysis, from, shape, useSession.getState().order),
    taken(node, to, end),
  ]
  return [
    {
      id: `wire ${wireName(from, to)}`,
      section: `${end.kind === "source" ? "From" : "Into"} ${placeName(end.place)}`,
      kind: other.node,
      shelf: node?.op?.shelf ?? "",
      title: placeName(other),
      summary: "",
      keywords: [node?.op?.title ?? "", node?.node.label ?? ""],
      detail: words.filter((word) => word !== "").join(" · "),
      run: () => joinByName(from, to),
    },
  ]
}

/** Says that choosing the port takes another wire away. */
function taken(node: NodeAnalysis | undefined, to: Sink, end: LooseEnd): string {
  if (end.kind === "sink" || node === undefined || to.index !== undefined) return ""
  const held = node.sources.get(to.port)
  return held === undefined || isList(held) || held === null ? "" : `in place of ${placeName(held)}`
}

function joinByName(from: Source, to: Sink): void {
  edit(`Connect ${placeName(from)} to ${placeName(to)}`, (document) => joined(document, from, to), {
    select: { nodes: [], wires: [wireName(from, to)] },
  })
  say(`Connected ${placeName(from)} to ${placeName(to)}.`)
}

function outputsOf({ id, op, outputs }: NodeAnalysis): Source[] {
  if (op === null) return []
  return visibleOutputs(op).flatMap((port) => {
    if (op.outputs[port]?.list !== true) return [{ node: id, port }]
    return Array.from({ length: outputs?.[port]?.length ?? 0 }, (_, index) => ({ node: id, port, index }))
  })
}

/** The places that a wire may end at: of a list the next one; params last. */
function inputsOf(node: NodeAnalysis): Sink[] {
  const inputs = Object.entries(node.op?.inputs ?? {}).map(([port, rule]) => {
    const held = node.sources.get(port)
    return rule.list === true ? { node: node.id, port, index: isList(held) ? held.length : 0 } : { node: node.id, port }
  })
  return [...inputs, ...node.params.map(({ name }) => ({ node: node.id, port: name }))]
}

function isWired(node: NodeAnalysis, port: string): boolean {
  const held = node.sources.get(port)
  return held !== undefined && !isList(held)
}
