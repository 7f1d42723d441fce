// What tensors are called within a module, and the shapes that stand behind them.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { isList, shapeAt } from "../../graph/analysis/shapes.ts"
import { notationOf } from "../../graph/measure/notation.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { Block } from "./blocks.ts"
import { type Body, type Held, localOf, type Writing } from "./body.ts"
import { type KnownNode, torchContext } from "./statements.ts"

export function contextOf(writing: Writing, node: KnownNode) {
  return torchContext(
    node,
    (port) => writing.read.has(`${node.id}:${port}`),
    (port) =>
      [node.sources.get(port) ?? []].flat().some((source) => source !== null && writing.learned.has(source.node)),
  )
}

export function tensorText(body: Body, node: KnownNode, name: string, held: Held | null): string | null {
  const sources = node.sources.get(name)
  if (isList(sources)) return `[${sources.flatMap((one) => (one === null ? [] : [tensorOf(body, one)])).join(", ")}]`
  if (sources !== undefined) {
    const text = tensorOf(body, sources)
    return isIndices(node, name) && !holdsOnlyIndices(body.writing.analysis, sources) ? `${text}.long()` : text
  }
  const kept = [...node.params, ...node.buffers].some((one) => one.name === name)
  return kept && held !== null ? `${held.access}.${name}` : null
}

/** Whether a port takes class indices. */
function isIndices(node: KnownNode, port: string): boolean {
  return (node.op.inputs[port]?.classes?.(node.context.shapes, node.context.attrs) ?? null) !== null
}

/** An Input that feeds class indices alone is given as whole numbers. */
export function holdsOnlyIndices(analysis: Analysis, source: Source): boolean {
  const wires = analysis.leaving.get(source.node) ?? []
  return (
    analysis.nodes.get(source.node)?.op?.kind === "Input" &&
    wires.length > 0 &&
    wires.every(({ to }) => {
      const reader = analysis.nodes.get(to.node)
      return (
        reader?.op != null &&
        reader.context !== null &&
        reader.outputs !== null &&
        isIndices(reader as KnownNode, to.port)
      )
    })
  )
}

export function tensorOf(body: Body, source: Source): string {
  const whole = body.tensors.get(placeName(source))
  if (whole !== undefined) return whole
  const list = body.tensors.get(`${source.node}:${source.port}`)
  if (list === undefined || source.index === undefined) throw new Error(`${placeName(source)} has no name yet`)
  return `${list}[${source.index}]`
}

/** The variable of an output; null where nobody reads it. */
export function outputName(
  body: Body,
  block: Block,
  member: { readonly node: KnownNode },
  port: string,
): string | null {
  const { node } = member
  const place = `${node.id}:${port}`
  if (!body.writing.read.has(place)) return null
  const known = body.tensors.get(place)
  if (known !== undefined) return known
  const [first] = Object.keys(node.op.outputs)
  const local = localOf(block, member).join("_")
  const text = port === first ? local : `${local}_${port}`
  const name = body.variables.fresh(/^\d/.test(text) ? `y${text}` : text)
  body.tensors.set(place, name)
  return name
}

export function ownName(body: Body, node: KnownNode, name: string): string {
  const key = `${node.id}$${name}`
  const known = body.tensors.get(key) ?? body.variables.fresh(name)
  body.tensors.set(key, known)
  return known
}

/** `N×10×28×28`: the batch by its letter, where all examples are alike. */
export function shapeText(analysis: Analysis, place: Source): string {
  const shape: Shape | null = shapeAt(analysis.nodes.get(place.node)?.outputs, place)
  if (shape === null) return ""
  if (shape.length === 0) return "scalar"
  const batch = notationOf(analysis).hidden(place)
  return shape.map((size, axis) => (axis === batch ? "N" : String(size))).join("×")
}

export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ")
}
