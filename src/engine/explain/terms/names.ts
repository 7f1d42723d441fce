// Where an arrow's tensor stands under its own name, so that a factor of a sum can be followed.

import { symbolTex } from "../../../formula/tex.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { isList } from "../../../graph/analysis/shapes.ts"
import { nodeTex } from "../../../graph/analysis/symbols.ts"
import { placeName, readPlace } from "../../../graph/wire.ts"
import { addressOf } from "../../../tensor/address.ts"
import type { RunnableNode } from "../../pass/forward.ts"
import { labelOf, type Named, sourceTex, via } from "./chain.ts"
import type { Cell } from "./explanation.ts"
import type { Arrow } from "./local.ts"

/** Cell `index` of the tensor on an arrow: at the output it comes from, or at the node's own param. */
export function cellOn(node: RunnableNode, arrow: Arrow, index: number): Cell {
  const sources = node.sources.get(arrow.name)
  const source = isList(sources) ? sources[arrow.index ?? 0] : sources
  const name = source == null ? `${node.id}.${arrow.name}` : placeName(source)
  return { name, side: "value", index }
}

/** `X[0, 2]`, `conv1.weight[3, 0, 1, 1]`; the primary output of a node goes by the node's id. */
export function cellWords(name: string, shape: readonly number[], index: number): string {
  const short = name.replace(/:(?:output|value)$/, "")
  return shape.length === 0 ? short : `${short}[${addressOf(shape, index).join(", ")}]`
}

/** LaTeX of a cell: `y_{0,2}`, `∂L/∂X_{1,2}`, a piece of it along a wire, `w^{(conv1)}_{3,0}`. */
export function cellTex(analysis: Analysis, cell: Cell, shape: readonly number[]): string {
  const address = shape.length === 0 ? "" : `_{${addressOf(shape, cell.index).join(",")}}`
  const chain: Named = { analysis }
  const wire = analysis.wires.find(({ id }) => id === cell.name)
  const base = wire === undefined ? nameTex(chain, cell.name) : sourceTex(chain, wire.from)
  const indexed = `${base.length === 1 || address === "" ? base : `{${base}}`}${address}`
  if (cell.side === "value") return indexed
  const gradient = `\\frac{\\partial L}{\\partial ${indexed}}`
  return wire === undefined ? gradient : via(gradient, labelOf(chain, wire))
}

function nameTex(chain: Named, name: string): string {
  const place = readPlace(name)
  if (place?.port !== undefined) {
    const { node, port, index } = place
    return sourceTex(chain, index === undefined ? { node, port } : { node, port, index })
  }
  const dot = name.lastIndexOf(".")
  const node = chain.analysis.nodes.get(name.slice(0, dot))
  const letter = node?.op?.params[name.slice(dot + 1)] ?? node?.op?.buffers[name.slice(dot + 1)]
  return node === undefined || letter === undefined ? symbolTex(name) : `${letter.tex}^{(${nodeTex(node.node)})}`
}
