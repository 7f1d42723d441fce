// What one node means, once everything upstream of it is known.

import type { AnyOp, Mode } from "../../ops/op.ts"
import type { ByName, Held, InputPort } from "../../ops/port.ts"
import { formatShape, type Shape, sameShape } from "../../tensor/tensor.ts"
import { type Problem, quote } from "../problem.ts"
import { didYouMean } from "../suggest.ts"
import { placeName, type Source } from "../wire.ts"
import type { NodeAnalysis, NodeState, ParamNode } from "./analysis.ts"
import { valueProblems } from "./givenTensors.ts"
import { infer } from "./infer.ts"
import { type Joined, type KnownNode, problemAt } from "./ports.ts"
import { attributeProblems, attributesOf, isList, shapeAt } from "./shapes.ts"

type Sources = NodeAnalysis["sources"]

/** What an analysis knows when it comes to a node. */
export interface KnownBefore {
  /** The nodes analysed so far. */
  readonly found: ReadonlyMap<string, NodeAnalysis>
  readonly mode: Mode
  readonly ops: ReadonlyMap<string, AnyOp>
  /** The problem of the circle that the node is part of. */
  readonly circle: Problem | undefined
}

/** Analyses one node whose sources have been analysed, as far as they can be. */
export function analyseNode({ node, op }: KnownNode, joined: Joined, upstream: KnownBefore): NodeAnalysis {
  const problems: Problem[] = upstream.circle === undefined ? [] : [upstream.circle]
  const { sources } = joined
  if (op === null) {
    problems.push(unknownOp(node.id, node.op, upstream.ops), ...joined.problems)
    return unknown({ id: node.id, node, op, sources, problems })
  }
  const attrs = attributesOf(op, node)
  if (attrs.problems.length > 0) problems.push(...attributeProblems(node, attrs.problems, op))
  if (joined.problems.length > 0) problems.push(...joined.problems)
  const shapes = inputShapes({ node, op }, sources, upstream.found, problems)
  const asked = { attrs, shapes, mode: upstream.mode }
  const { context, outputs, params, paramsKnown, buffers, problems: refused } = infer(node, op, asked, sources)
  const known = outputs === null || !paramsKnown ? null : { params, buffers }
  if (refused.length > 0) problems.push(...refused)
  else if (known !== null) problems.push(...wiredParamProblems({ node, op }, sources, params, upstream.found))
  if (node.values !== undefined) problems.push(...valueProblems(node, op, known))
  const state = shapes === null && problems.length === 0 ? "waiting" : stateOf(problems, sources, upstream.found)
  return { id: node.id, node, op, state, sources, context, outputs, params, paramsKnown, buffers, problems }
}

function unknown(known: Pick<NodeAnalysis, "id" | "node" | "op" | "sources" | "problems">): NodeAnalysis {
  return { ...known, state: "bad", context: null, outputs: null, params: [], paramsKnown: false, buffers: [] }
}

function stateOf(problems: readonly Problem[], sources: Sources, found: KnownBefore["found"]): NodeState {
  for (const problem of problems) if (problem.severity === "error") return "bad"
  for (const held of sources.values()) {
    for (const source of isList(held) ? held : [held]) {
      if (source !== null && found.get(source.node)?.state !== "ok") return "waiting"
    }
  }
  return "ok"
}

function unknownOp(node: string, kind: string, ops: ReadonlyMap<string, AnyOp>): Problem {
  const hint = didYouMean(kind, ops.keys()) || " Choose an op from the palette."
  const sentence = `There is no op called ${quote(kind)}.${hint}`
  return { code: "GW-G101", severity: "error", sentence, node, found: kind }
}

/** Shapes by input port; null if one is not known. Ports that must be wired and are not become problems. */
function inputShapes(
  { node, op }: { readonly node: KnownNode["node"]; readonly op: AnyOp },
  sources: Sources,
  found: KnownBefore["found"],
  problems: Problem[],
): ByName<Held<Shape>> | null {
  const shapes: Record<string, Held<Shape>> = {}
  let complete = true
  for (const port in op.inputs) {
    const held = sources.get(port)
    const rule = op.inputs[port]
    if (held === undefined || (isList(held) && held.length === 0)) {
      const tried = node.inputs !== undefined && Object.hasOwn(node.inputs, port) && held === undefined
      if (tried) complete = false
      else if (rule?.optional === true) shapes[port] = undefined
      else {
        complete = false
        problems.push(missing(node.id, port, rule, op))
      }
      continue
    }
    const shape = isList(held) ? shapesOf(held, found) : shapeFrom(held, found)
    if (shape === null) complete = false
    else shapes[port] = shape
  }
  if (!complete) problems.push(...badIndices(node.id, sources, found))
  return complete ? shapes : null
}

function missing(node: string, port: string, rule: InputPort | undefined, op: AnyOp): Problem {
  const what = rule?.list === true ? "needs at least one wire" : "is not wired"
  const sentence = `Input "${port}" of ${op.kind} ${what}; connect an output to it.`
  return problemAt(node, port, "GW-G111", sentence, "nothing", rule?.doc)
}

function shapesOf(list: readonly (Source | null)[], found: KnownBefore["found"]): Shape[] | null {
  const shapes: Shape[] = []
  for (const source of list) {
    const shape = source === null ? null : shapeFrom(source, found)
    if (shape === null) return null
    shapes.push(shape)
  }
  return shapes
}

function shapeFrom(source: Source, found: KnownBefore["found"]): Shape | null {
  return shapeAt(found.get(source.node)?.outputs, source)
}

/** Elements asked of a list output that is shorter. */
function badIndices(node: string, sources: Sources, found: KnownBefore["found"]): Problem[] {
  const problems: Problem[] = []
  for (const [port, held] of sources) {
    for (const source of isList(held) ? held : [held]) {
      const outputs = source === null ? null : found.get(source.node)?.outputs?.[source.port]
      if (source?.index === undefined || outputs === null || outputs === undefined) continue
      if (source.index < outputs.length) continue
      const sentence = `${placeName(source)} does not exist: "${source.node}" gives ${outputs.length} tensors, [0] to [${
        outputs.length - 1
      }].`
      problems.push(problemAt(node, port, "GW-G115", sentence, placeName(source)))
    }
  }
  return problems
}

function wiredParamProblems(
  { node, op }: { readonly node: KnownNode["node"]; readonly op: AnyOp },
  sources: Sources,
  params: readonly ParamNode[],
  found: KnownBefore["found"],
): Problem[] {
  const problems: Problem[] = []
  for (const [port, held] of sources) {
    if (isList(held) || Object.hasOwn(op.inputs, port)) continue
    const param = params.find(({ name }) => name === port)
    if (param === undefined) {
      const sentence = `"${port}" is wired, but with these attributes ${op.kind} has no ${port}; remove the wire or change the attributes.`
      problems.push(problemAt(node.id, port, "GW-G117", sentence, placeName(held)))
      continue
    }
    const shape = shapeFrom(held, found)
    if (shape === null || sameShape(shape, param.shape)) continue
    const [got, wanted] = [formatShape(shape), formatShape(param.shape)]
    const sentence = `"${port}" of ${op.kind} must be ${wanted}, but ${placeName(held)} is ${got}; give it that shape.`
    problems.push(problemAt(node.id, port, "GW-T102", sentence, got, wanted))
  }
  return problems
}
