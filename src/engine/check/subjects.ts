// What the gradient check varies: params, the values of sources and, if asked, every output on the way; each with what a
// change of it can reach.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import { placeName, type Source, type Wire } from "../../graph/wire.ts"
import type { ByName, Held } from "../../ops/port.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { classesFed } from "../classes.ts"
import { isSource, type RunnableNode, runnableNodes } from "../pass/forward.ts"
import { eachOutput, type Pass } from "../pass/pass.ts"
import type { RunResult } from "../pass/result.ts"
import type { Root } from "../pass/upstream.ts"

/** Where a tensor that is varied comes from: learned, an Input or Constant, or an output on the way. */
export type Role = "param" | "source" | "output"

/** A tensor that is varied, and what depends on it. */
export interface VariedTensor {
  readonly name: string
  readonly role: Role
  readonly node: RunnableNode
  readonly tensor: Tensor
  readonly gradient: Tensor | undefined
  /** What has to run again after a change, in order. */
  readonly downstream: readonly RunnableNode[]
  /** Puts another tensor in its place; answers how to undo that. */
  readonly put: (varied: Tensor) => () => void
}

/** Params and sources that a change of can reach a root from; those that hold class indices are left out. */
export function subjectsOf(
  pass: Pass,
  result: RunResult,
  roots: readonly Root[],
  outputs: boolean,
): readonly VariedTensor[] {
  const reached = leadsTo(
    pass.analysis,
    roots.map((root) => root.source.node),
  )
  const nodes = runnableNodes(pass).filter((node) => reached.has(node.id))
  return nodes.flatMap((node) => [
    ...keptSubjects(pass, result, node, nodes),
    ...(outputs && !isSource(node.op) ? outputSubjects(pass, result, node, nodes, roots) : []),
  ])
}

function keptSubjects(
  pass: Pass,
  result: RunResult,
  node: RunnableNode,
  nodes: readonly RunnableNode[],
): readonly VariedTensor[] {
  const kept = pass.kept.get(node.id)
  if (kept === undefined) return []
  const { analysis } = pass
  const downstream = [node, ...downstreamOf(analysis, ({ from }) => from.node === node.id, nodes)]
  const putInto = (place: "params" | "buffers", key: string) => (varied: Tensor) => {
    pass.kept.set(node.id, { ...kept, [place]: new Map([...kept[place], [key, varied]]) })
    return () => void pass.kept.set(node.id, kept)
  }
  const params = [...kept.params].map(([key, tensor]): VariedTensor => {
    const name = `${node.id}.${key}`
    const gradient = result.gradients.get(name)
    return { name, role: "param", node, tensor, gradient, downstream, put: putInto("params", key) }
  })
  const value = isSource(node.op) && classesFed(analysis, node.id) === null ? kept.buffers.get("value") : undefined
  if (value === undefined) return params
  const name = placeName({ node: node.id, port: "value" })
  const gradient = result.gradients.get(name)
  return [
    ...params,
    { name, role: "source", node, tensor: value, gradient, downstream, put: putInto("buffers", "value") },
  ]
}

/** The outputs that are drawn and have a gradient: each is a cut through the graph, and shows where rules begin to be wrong. */
function outputSubjects(
  pass: Pass,
  result: RunResult,
  node: RunnableNode,
  nodes: readonly RunnableNode[],
  roots: readonly Root[],
): readonly VariedTensor[] {
  const outputs = pass.outputs.get(node.id)
  if (outputs === undefined) return []
  return [...eachOutput(node, outputs)].flatMap(({ source, held: tensor }): VariedTensor[] => {
    const port = node.op.outputs[source.port]
    if (port?.hidden === true || port?.constant === true) return []
    const name = placeName(source)
    const downstream = downstreamOf(pass.analysis, ({ from }) => placeName(from) === name, nodes)
    if (downstream.length === 0 && !roots.some((root) => placeName(root.source) === name)) return []
    const put = (varied: Tensor) => {
      pass.outputs.set(node.id, withElement(outputs, source, varied))
      return () => void pass.outputs.set(node.id, outputs)
    }
    return [{ name, role: "output", node, tensor, gradient: result.gradients.get(name), downstream, put }]
  })
}

function withElement(outputs: ByName<Held<Tensor>>, { port, index }: Source, varied: Tensor): ByName<Held<Tensor>> {
  const held = outputs[port]
  const list = index === undefined || held === undefined || "shape" in held ? null : held
  return { ...outputs, [port]: list === null ? varied : list.map((item, i) => (i === index ? varied : item)) }
}

/**
 * All that a change can reach which leaves by the wires that `starts` knows, in order. Arrows without a rule are not
 * followed: what is behind a StopGradient is a constant to backward, and so it is here.
 */
function downstreamOf(
  analysis: Analysis,
  starts: (wire: Wire) => boolean,
  nodes: readonly RunnableNode[],
): readonly RunnableNode[] {
  const reached = new Set<string>()
  return nodes.filter(({ id }) => {
    const touched = (analysis.entering.get(id) ?? []).some(
      (wire) => (reached.has(wire.from.node) || starts(wire)) && carriesGradient(analysis, wire),
    )
    if (touched) reached.add(id)
    return touched
  })
}

function carriesGradient(analysis: Analysis, { from, to }: Wire): boolean {
  const rule = analysis.nodes.get(to.node)?.op?.backward[to.port]
  return rule != null && analysis.nodes.get(from.node)?.op?.outputs[from.port]?.constant !== true
}
