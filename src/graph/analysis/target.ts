// Where backward starts: the target that a document names, or the one that its shape suggests.

import { knownOps } from "../../ops/known.ts"
import { type GradwireDocument, readNodes } from "../document.ts"
import { type Problem, quote } from "../problem.ts"
import { pointer } from "../text/report.ts"
import { placeName, type Source, type Wire } from "../wire.ts"
import type { Analysis, NodeAnalysis } from "./analysis.ts"
import { findOutput, type KnownNode, primaryOutput, sentenceCase, visibleOutputs } from "./ports.ts"
import { shapeAt } from "./shapes.ts"

/** A target or null, and what is wrong with it. */
export interface Target {
  readonly target: Source | null
  readonly problems: readonly Problem[]
}

/** The target a document names, else its only scalar sink, else its only sink, else a problem that lists the sinks. */
export function findTarget(
  document: GradwireDocument,
  known: ReadonlyMap<string, KnownNode>,
  nodes: ReadonlyMap<string, NodeAnalysis>,
  leaving: ReadonlyMap<string, readonly Wire[]>,
): Target {
  if (document.target !== undefined) return namedTarget(document.target, known)
  const sinks = sinksOf(known, leaving)
  const scalars = sinks.filter((sink) => shapeAt(nodes.get(sink.node)?.outputs, sink)?.length === 0)
  const [only, ...others] = scalars.length === 0 ? sinks : scalars
  if (only === undefined) return { target: null, problems: [] }
  if (others.length === 0) return { target: only, problems: [] }
  const names = [only, ...others].map((sink) => sink.node)
  const list = names.length <= 8 ? names.join(", ") : `${names.slice(0, 8).join(", ")} and ${names.length - 8} more`
  const sentence = `Backward could start at ${names.length} nodes; choose a target: ${list}.`
  return { target: null, problems: [{ code: "GW-G141", severity: "error", sentence, found: list, path: "/target" }] }
}

function namedTarget(text: string, known: ReadonlyMap<string, KnownNode>): Target {
  const found = findOutput(text, known)
  if ("source" in found) return { target: found.source, problems: [] }
  const sentence = `The target ${quote(text)} cannot be used: ${found.sentence}`
  return { target: null, problems: [{ code: "GW-G140", severity: "error", sentence, found: text, path: "/target" }] }
}

/** Nodes that backward could start at where the document does not say: all that nothing hangs on, in document order. */
export function targetChoices({ nodes, leaving }: Pick<Analysis, "nodes" | "leaving">): readonly string[] {
  return sinksOf(nodes, leaving).map(({ node }) => node)
}

/** Nodes none of whose drawn outputs is wired, by their primary output, in document order. */
function sinksOf(
  known: ReadonlyMap<string, Pick<KnownNode, "op">>,
  leaving: ReadonlyMap<string, readonly Wire[]>,
): Source[] {
  const sinks: Source[] = []
  for (const [id, { op }] of known) {
    if (op === null || (leaving.get(id)?.length ?? 0) > 0) continue
    const port = primaryOutput(op)
    if (port === null || visibleOutputs(op).length === 0) continue
    sinks.push(op.outputs[port]?.list === true ? { node: id, port, index: 0 } : { node: id, port })
  }
  return sinks
}

/** An upstream gradient that names an output, by the name it is written under. */
export interface NamedUpstream {
  readonly written: string
  readonly source: Source
}

/** The outputs that are given an upstream gradient; those that do not exist are problems. */
export function findUpstream(
  document: GradwireDocument,
  known: ReadonlyMap<string, KnownNode>,
): { readonly upstream: readonly NamedUpstream[]; readonly problems: readonly Problem[] } {
  const upstream: NamedUpstream[] = []
  const problems: Problem[] = []
  for (const written of Object.keys(document.upstream ?? {})) {
    const found = findOutput(written, known)
    if ("source" in found) upstream.push({ written, source: found.source })
    else {
      const sentence = `The upstream gradient for ${quote(written)} cannot be used: ${found.sentence}`
      const place = upstreamPlace(written)
      problems.push({ code: "GW-G142", severity: "error", sentence: sentenceCase(sentence), found: written, ...place })
    }
  }
  return { upstream, problems }
}

/** The name under which the document gives an output its upstream gradient; where it gives none, that of `node:port`. */
export function upstreamName(document: GradwireDocument, output: string): string {
  if (document.upstream?.[output] !== undefined) return output
  const known = new Map(
    readNodes(document).map((node, index) => [node.id, { node, op: knownOps.get(node.op) ?? null, index }]),
  )
  return findUpstream(document, known).upstream.find(({ source }) => placeName(source) === output)?.written ?? output
}

/** Where a problem of an upstream gradient stands in the document: `upstream.Y:output`, or a setting of its rule. */
export function upstreamPlace(
  written: string,
  ...setting: readonly string[]
): Required<Pick<Problem, "place" | "path">> {
  return { place: ["upstream", written, ...setting].join("."), path: pointer(["upstream", written, ...setting]) }
}
