// Where an arrow's tensor stands under its own name, so that a factor of a sum can be followed.

import { symbolTex } from "../../../formula/tex.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { nodeName } from "../../../graph/analysis/nodeName.ts"
import { isList } from "../../../graph/analysis/shapes.ts"
import { nodeTex } from "../../../graph/analysis/symbols.ts"
import { placeName, readPlace, type Wire } from "../../../graph/wire.ts"
import { addressOf } from "../../../tensor/address.ts"
import type { RunnableNode } from "../../pass/forward.ts"
import { labelOf, type Named, sourceTex, via } from "./chain.ts"
import type { Cell, Factor } from "./explanation.ts"
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
  const short = shortName(name)
  return shape.length === 0 ? short : `${short}[${addressOf(shape, index).join(", ")}]`
}

function shortName(name: string): string {
  return name.replace(/:(?:output|value)$/, "")
}

/** How sentences call an output (`node:port`) or a param (`node.name`): `μ`, `pool:indices`, `conv1.weight`. */
export function placeWords(analysis: Analysis, name: string): string {
  const short = shortName(name)
  const id = readPlace(name)?.node ?? name.slice(0, name.lastIndexOf("."))
  return `${ownName(analysis, id)}${short.slice(id.length)}`
}

/** Where a wire ends: the node, and its port as well where two wires from one output lead to it. */
export function sinkWords(analysis: Analysis, wire: Wire): string {
  const { node, port, index } = wire.to
  const twins = (analysis.leaving.get(wire.from.node) ?? []).filter(
    ({ from, to }) => placeName(from) === placeName(wire.from) && to.node === node,
  )
  const name = ownName(analysis, node)
  return twins.length < 2 ? name : `${name}:${port}${index === undefined ? "" : `[${index}]`}`
}

/** A node's name in sentences; its id where another node has the same. */
function ownName(analysis: Analysis, id: string): string {
  const name = nodeName(analysis, id)
  const label = analysis.nodes.get(id)?.node.label
  const isTaken = [...analysis.nodes.values()].some(
    (other) => other.id !== id && (other.id === name || (label !== undefined && other.node.label === label)),
  )
  return name !== id && isTaken ? id : name
}

/** A factor with the graph's name in its words where they hold an id: `1/σ²[0, 2]`, `∂L/∂μ[0]`. */
export function namedFactor(analysis: Analysis, factor: Factor): Factor {
  const place = factor.cell ?? factor.from
  if (place === undefined) return factor
  const [short, name] = [shortName(place.name), placeWords(analysis, place.name)]
  const at = ["", "1/", "∂L/∂"].find((before) => factor.words.startsWith(before + short))?.length
  const next = at === undefined ? undefined : factor.words[at + short.length]
  if (at === undefined || (next !== undefined && next !== "[") || name === short) return factor
  return { ...factor, words: `${factor.words.slice(0, at)}${name}${factor.words.slice(at + short.length)}` }
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
