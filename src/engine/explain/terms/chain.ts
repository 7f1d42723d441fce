// How a derivation calls things: outputs by their nodes, gradients as fractions, pieces by the node that sends them.

import { isCompound } from "../../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { graphSymbols, nodeTex, outputTex } from "../../../graph/analysis/symbols.ts"
import { placeName, type Source, type Wire } from "../../../graph/wire.ts"
import type { RunResult } from "../../pass/result.ts"

/** Whose names are asked for. */
export interface Named {
  readonly analysis: Analysis
}
/** What a derivation walks along. */
export interface Chain extends Named {
  readonly result: RunResult
  /** Nodes whose gradients are written out, from the target's side to the chosen one's. */
  readonly nodes: readonly string[]
}

/** The wires that leave an output and bring gradient back. */
export function wiresOf({ analysis, result }: Chain, source: Source): readonly Wire[] {
  const place = placeName(source)
  return (analysis.leaving.get(source.node) ?? []).filter(
    (wire) => placeName(wire.from) === place && result.wires.has(wire.id),
  )
}

/** LaTeX of an output; a label such as X − μ in brackets. */
export function sourceTex({ analysis }: Named, source: Source): string {
  const node = analysis.nodes.get(source.node)
  if (node === undefined) return source.node
  const text = outputTex(node.node, source.port, Object.keys(node.op?.outputs ?? {})[0] === source.port, source.index)
  return isCompound(text) ? `(${text})` : text
}

/** LaTeX of ∂L/∂(output). */
export function gradientTex(chain: Chain, source: Source): string {
  return `\\frac{\\partial L}{\\partial ${sourceTex(chain, source)}}`
}

/** The node that a piece comes from; its port as well, where two wires lead to one node. */
export function labelOf(chain: Named, wire: Wire): string {
  const node = chain.analysis.nodes.get(wire.to.node)
  const name = node === undefined ? wire.to.node : nodeTex(node.node)
  const twins = (chain.analysis.leaving.get(wire.from.node) ?? []).filter(
    ({ from, to }) => placeName(from) === placeName(wire.from) && to.node === wire.to.node,
  )
  const index = wire.to.index === undefined ? "" : `[${wire.to.index}]`
  return twins.length < 2 ? name : `${name},\\,\\text{${wire.to.port}${index}}`
}

/** The piece of a gradient that one node sends back. */
export function via(gradient: string, label: string): string {
  return `\\left.${gradient}\\right|_{${label}}`
}

/** The graph's names, whole numbers for attributes that are; what a node learns or keeps carries the node's name: many have a w. */
export function symbolsOf(analysis: Analysis, node: NodeAnalysis): (name: string) => string | null {
  const symbols = graphSymbols(node, (id) => analysis.nodes.get(id)?.node)
  return (name) => {
    const set = node.context?.attrs[name]
    if (Object.hasOwn(node.op?.attrs ?? {}, name) && Number.isInteger(set)) return String(set)
    const text = symbols(name)
    return text !== null && isOwn(node, name)
      ? `${text.includes("^") ? `{${text}}` : text}^{(${nodeTex(node.node)})}`
      : text
  }
}

/** What a node learns, keeps or works out for itself. */
function isOwn({ op, sources }: NodeAnalysis, name: string): boolean {
  const kept = Object.hasOwn(op?.params ?? {}, name) || Object.hasOwn(op?.buffers ?? {}, name)
  return (kept && !sources.has(name)) || op?.outputs[name]?.hidden === true
}

/** Both sides of an equation: split at its first = outside of braces. */
export function splitEquation(tex: string): readonly [string, string] {
  let depth = 0
  for (let i = 0; i < tex.length; i++) {
    if (tex[i] === "\\") i++
    else if (tex[i] === "{") depth++
    else if (tex[i] === "}") depth--
    else if (tex[i] === "=" && depth === 0) return [tex.slice(0, i).trim(), tex.slice(i + 1).trim()]
  }
  throw new Error(`"${tex}" is no equation`)
}
