// A plain run of which only some places are looked at: its plan keeps nothing else, so that what lies between is folded, fused and
// forgotten as soon as it was used.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import { shapesAt, singleShape } from "../../graph/analysis/shapes.ts"
import { outputNamed, type Source } from "../../graph/wire.ts"
import { firstNonFinite } from "../faults.ts"
import { type Flow, needing } from "../pass/backward.ts"
import type { Begun } from "../pass/beginning.ts"
import { eachOutput, type Pass } from "../pass/pass.ts"
import type { RunOptions } from "../pass/result.ts"
import { upstreamAt } from "../pass/upstream.ts"
import type { PlannedGraph } from "./compiled.ts"
import type { Wanted } from "./drafting.ts"

/**
 * What a run with `only` wants: values of outputs, and params with their gradients. Null where it asks for all, or for what is there
 * only while everything is kept: what came back to an output or along a wire.
 */
export function askedOf(analysis: Analysis, { only, started }: RunOptions, begun: Begun): Wanted | null {
  if (only === undefined || started === true) return null
  const backward = begun.backwards.length > 0
  const outputs: Source[] = []
  const owners = new Set<string>()
  const frozen = new Set(begun.nodes.flatMap(ownParams).filter((name) => !only.has(name)))
  for (const node of begun.nodes) {
    const held = [...node.params, ...node.buffers].some(({ name }) => only.has(`${node.id}.${name}`))
    if (held) owners.add(node.id)
  }
  for (const place of only) {
    const source = outputNamed(place)
    if (place.includes(">") || (source !== null && backward)) return null
    if (source !== null) outputs.push(...sourcesAt(analysis, source))
  }
  const { target } = analysis
  const reads = target === null ? outputs : [...outputs, target]
  const ends = [...owners, ...reads.map(({ node }) => node), ...begun.roots.map(({ source }) => source.node)]
  const reached = leadsTo(analysis, ends)
  const nodes = begun.nodes.filter(({ id }) => reached.has(id))
  const needs = { nodes: backward ? needing(analysis, nodes, frozen) : new Set<string>(), frozen }
  const backwards = begun.backwards.filter(({ id }) => needs.nodes.has(id))
  return { analysis, nodes, backwards, needs, roots: begun.roots, reads, checked: true }
}

function ownParams({ id, params }: Begun["nodes"][number]): readonly string[] {
  return params.flatMap(({ name, wired }) => (wired === null ? [`${id}.${name}`] : []))
}

/** An output, or every element of a list. */
function sourcesAt({ nodes }: Analysis, { node, port }: Source): readonly Source[] {
  const held = nodes.get(node)?.outputs?.[port]
  if (singleShape(held) !== null) return [{ node, port }]
  return shapesAt(held).map((_, index) => ({ node, port, index }))
}

/** What such a run has found; null where a number is not finite: then all of them are needed to say where that began. */
export function flowOfAsked(
  { nodes, roots }: Wanted,
  pass: Pass,
  { gradients }: Pick<Flow, "gradients">,
  { plan, areFinite }: Pick<PlannedGraph, "plan" | "areFinite">,
): Flow | null {
  const values = nodes.flatMap((node) => [...eachOutput(node, pass.outputs.get(node.id) ?? {})].map(({ held }) => held))
  const known = areFinite() ? plan.gradients : new Map()
  const others = [...gradients].filter(([name]) => !known.has(name)).map(([, tensor]) => tensor)
  if ([...values, ...others].some((tensor) => firstNonFinite(tensor) >= 0)) return null
  const upstream = upstreamAt(pass, roots)
  return { upstream, wires: new Map(), gradients, broken: new Set() }
}
