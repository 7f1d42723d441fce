// What a document's words for places mean: which output a source names, and where each wire into a node ends.

import type { AnyOp } from "../../ops/op.ts"
import type { Code } from "../codes.ts"
import type { NodeDocument } from "../document.ts"
import { type Problem, quote } from "../problem.ts"
import { didYouMean } from "../suggest.ts"
import { readPlace, type Sink, type Source, type Wire, wireName } from "../wire.ts"

/** A node with its op (`null`: unknown) and its place in the document. */
export interface KnownNode {
  readonly node: NodeDocument
  readonly op: AnyOp | null
  readonly index: number
}

/** A place that exists, or the sentence that says why it does not. */
export type Found = { readonly source: Source } | { readonly code: Code; readonly sentence: string }

/** What the wires into one node are, and what is wrong with them. */
export interface Joined {
  /** By port or param; `null` stands for an empty place of a list. */
  readonly sources: ReadonlyMap<string, Source | readonly (Source | null)[]>
  readonly wires: readonly Wire[]
  readonly problems: readonly Problem[]
}

const NOTHING: Joined = { sources: new Map(), wires: [], problems: [] }

/** The output that a bare node name means: `output`, `value` of a source node, else the first that is drawn. */
export function primaryOutput(op: AnyOp): string | null {
  if (Object.hasOwn(op.outputs, "output")) return "output"
  if (Object.hasOwn(op.outputs, "value")) return "value"
  return visibleOutputs(op)[0] ?? null
}

/** Names of the outputs that are drawn. */
export function visibleOutputs(op: AnyOp): readonly string[] {
  return Object.keys(op.outputs).filter((port) => op.outputs[port]?.hidden !== true)
}

/** Finds the output that a text such as `conv1`, `drop:mask` or `parts:outputs[0]` names. */
export function findOutput(text: string, nodes: ReadonlyMap<string, KnownNode>): Found {
  const place = readPlace(text)
  if (place === null) {
    const sentence = `${quote(text)} is not a source; write node, node:port or node:port[i].`
    return { code: "GW-G116", sentence }
  }
  const known = nodes.get(place.node)
  if (known === undefined) {
    const hint = didYouMean(place.node, nodes.keys())
    return {
      code: "GW-G114",
      sentence: `there is no node "${place.node}".${hint || " Wire it to a node that exists."}`,
    }
  }
  // The outputs of an unknown op are not known either: what is written is believed, so that the wire can be drawn.
  if (known.op === null) return { source: { ...place, port: place.port ?? "output" } }
  return findPort(place, known.op)
}

function findPort(place: { node: string; port?: string; index?: number }, op: AnyOp): Found {
  const port = place.port ?? primaryOutput(op)
  const rule = port !== null && Object.hasOwn(op.outputs, port) ? op.outputs[port] : undefined
  if (port === null || rule === undefined || rule.hidden === true) {
    const outputs = visibleOutputs(op)
    const has = outputs.length === 0 ? "none" : outputs.join(", ")
    const sentence = `"${place.node}" (${op.kind}) has no output "${port ?? ""}"; its outputs: ${has}.`
    return { code: "GW-G115", sentence }
  }
  if (rule.list === true && place.index === undefined) {
    const sentence = `"${place.node}:${port}" is a list of tensors; name one of them, such as "${place.node}:${port}[0]".`
    return { code: "GW-G115", sentence }
  }
  if (rule.list !== true && place.index !== undefined) {
    const sentence = `"${place.node}:${port}" is one tensor; write "${place.node}:${port}" without [${place.index}].`
    return { code: "GW-G115", sentence }
  }
  const source = { node: place.node, port }
  return { source: place.index === undefined ? source : { ...source, index: place.index } }
}

/** Reads the wires into one node. Whether a required port is wired at all is looked at later. */
export function joinInputs(known: KnownNode, nodes: ReadonlyMap<string, KnownNode>): Joined {
  const { node, op } = known
  if (node.inputs === undefined) return NOTHING
  const sources = new Map<string, Source | readonly (Source | null)[]>()
  const wires: Wire[] = []
  const problems: Problem[] = []
  const join = (text: string, to: Sink): Source | null => {
    const found = findOutput(text, nodes)
    if ("source" in found) {
      wires.push({ id: wireName(found.source, to), from: found.source, to })
      return found.source
    }
    const where = to.index === undefined ? to.port : `${to.port}[${to.index}]`
    problems.push(problemAt(node.id, where, found.code, sentenceCase(found.sentence), text))
    return null
  }
  for (const [port, written] of Object.entries(node.inputs)) {
    const wrong = wrongPort(known, port, Array.isArray(written))
    if (wrong !== null) {
      problems.push(wrong)
      continue
    }
    if (typeof written === "string") {
      const source = join(written, { node: node.id, port })
      if (source !== null) sources.set(port, source)
      continue
    }
    sources.set(
      port,
      written.map((text, index) => (text === null ? null : join(text, { node: node.id, port, index }))),
    )
    if (op !== null) problems.push(...emptyPlaces(node.id, port, written))
  }
  return { sources, wires, problems }
}

function wrongPort({ node, op }: KnownNode, port: string, isList: boolean): Problem | null {
  if (op === null) return null
  const input = Object.hasOwn(op.inputs, port) ? op.inputs[port] : undefined
  if (input === undefined && !Object.hasOwn(op.params, port)) {
    const ports = [...Object.keys(op.inputs), ...Object.keys(op.params)]
    const has = ports.length === 0 ? `${op.kind} takes no wires` : `its inputs: ${ports.join(", ")}`
    const sentence = `${op.kind} has no input ${quote(port)}; ${has}.${didYouMean(port, ports)}`
    return problemAt(node.id, port, "GW-G110", sentence, port, ports.join(", "))
  }
  const wantsList = input?.list === true
  if (wantsList === isList) return null
  const sentence = wantsList
    ? `"${port}" takes any number of wires; write a list, such as ["a", "b"].`
    : `"${port}" takes one wire; write its source alone, not a list.`
  return problemAt(
    node.id,
    port,
    "GW-G113",
    sentence,
    isList ? "a list" : "one source",
    wantsList ? "a list" : "one source",
  )
}

function emptyPlaces(node: string, port: string, written: readonly (string | null)[]): Problem[] {
  const problems: Problem[] = []
  written.forEach((text, index) => {
    if (text !== null) return
    const sentence = `Place ${index} of ${written.length} in "${port}" is empty; wire it or remove it.`
    problems.push(problemAt(node, `${port}[${index}]`, "GW-G112", sentence))
  })
  return problems
}

/** An error at a port of a node. */
export function problemAt(
  node: string,
  port: string,
  code: Code,
  sentence: string,
  found?: string,
  expected?: string,
): Problem {
  return {
    code,
    severity: "error",
    sentence,
    node,
    port,
    ...(found === undefined ? {} : { found }),
    ...(expected === undefined ? {} : { expected }),
  }
}

/** With a capital first letter, unless it begins with a name in quotes, and with an end. */
export function sentenceCase(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?!]$/.test(words) ? "" : "."}`
}
