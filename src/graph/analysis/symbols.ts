// What formulas call things: an input by the node it comes from, an output by its own node, a param by its letter, an
// attribute by its name, or by its value on demand.

import { escapeText, isCompound, symbolTex } from "../../formula/tex.ts"
import { writeTexNumbers } from "../../formula/write.ts"
import type { NodeDocument } from "../document.ts"
import type { Source } from "../wire.ts"
import type { NodeAnalysis } from "./analysis.ts"

/** LaTeX for a node: its label if it has one, else its id. */
export function nodeTex(node: NodeDocument): string {
  return symbolTex(node.label ?? node.id)
}

/** LaTeX for one output of a node: the node's own symbol; another output than the primary one is named as an index. */
export function outputTex(node: NodeDocument, port: string, primary: boolean, index?: number): string {
  const base = nodeTex(node)
  const place = [...(primary ? [] : [`\\text{${escapeText(port)}}`]), ...(index === undefined ? [] : [String(index)])]
  return place.length === 0 ? base : `{${base}}_{${place.join(",")}}`
}

/**
 * Answers the symbols of one node's rules with the graph's own names. `nodeOf` finds a source's node; an unwired or
 * list port keeps the letter that the op gives it, and so does an output that is not drawn.
 */
export function graphSymbols(
  analysis: NodeAnalysis,
  nodeOf: (id: string) => NodeDocument | undefined,
): (name: string) => string | null {
  const { op, node } = analysis
  return (name) => {
    if (op === null) return null
    const source = analysis.sources.get(name)
    if (source !== undefined && "node" in source) return whole(sourceTex(source, nodeOf)) ?? letterOf(analysis, name)
    const outputs = Object.keys(op.outputs)
    if (outputs.includes(name)) {
      // What is not drawn has no name in the graph: it keeps the op's letter.
      return op.outputs[name]?.hidden ? letterOf(analysis, name) : whole(outputTex(node, name, outputs[0] === name))
    }
    return letterOf(analysis, name)
  }
}

/** A label such as X − μ in brackets: rules square it and multiply by it. */
function whole<Text extends string | null>(tex: Text): Text | string {
  return tex !== null && isCompound(tex) ? `(${tex})` : tex
}

/** Answers the symbols of one node's rules with the letters of its op: `y = W x + b`. */
export function opSymbols(analysis: NodeAnalysis): (name: string) => string | null {
  return (name) => letterOf(analysis, name)
}

/** The same symbols, but attributes that are numbers as those numbers: `max(x, 0.01 x)`. */
export function numberedSymbols(
  analysis: NodeAnalysis,
  symbols: (name: string) => string | null,
): (name: string) => string | null {
  const { op, context } = analysis
  return (name) => {
    const value = op !== null && Object.hasOwn(op.attrs, name) ? context?.attrs[name] : undefined
    return typeof value === "number" ? writeTexNumbers({ kind: "number", value }, {}) : symbols(name)
  }
}

function sourceTex(source: Source, nodeOf: (id: string) => NodeDocument | undefined): string | null {
  const node = nodeOf(source.node)
  if (node === undefined) return null
  const primary = source.port === "output" || source.port === "value"
  return outputTex(node, source.port, primary, source.index)
}

function letterOf({ op }: NodeAnalysis, name: string): string | null {
  if (op === null) return null
  const own = op.inputs[name] ?? op.outputs[name] ?? op.params[name] ?? op.buffers[name]
  if (own !== undefined) return own.tex
  return Object.hasOwn(op.attrs, name) ? symbolTex(name) : null
}
