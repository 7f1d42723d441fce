// Whose distribution is shown: the tensor that is looked at, else the selected node's, else the first normalisation's,
// else what backward starts from. A normalisation is shown before and after.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { placeName, type Source } from "../../../graph/wire.ts"
import type { RunTensor, ShownRun } from "../../../state/run/shown.ts"
import type { TensorChoice } from "../../../state/session.ts"

export interface Subject {
  readonly node: string
  /** Named where it is not the node's primary output. */
  readonly port: string | null
  readonly value: RunTensor
  readonly gradient: RunTensor | undefined
  /** What went into a normalisation. */
  readonly before: RunTensor | null
}

export function subjectOf(
  analysis: Analysis,
  result: ShownRun,
  nodes: readonly string[],
  looked: TensorChoice | null,
): Subject | null {
  const named = looked === null ? null : ofName(analysis, result, looked.name)
  if (named !== null && (nodes.length === 0 || nodes.includes(named.node))) return named
  const candidates = [
    ...nodes,
    ...analysis.order.filter((id) => analysis.nodes.get(id)?.op?.shelf === "norm"),
    analysis.target?.node ?? "",
    ...analysis.order,
  ]
  for (const id of candidates) {
    const found = ofNode(analysis, result, id)
    if (found !== null) return found
  }
  return null
}

function ofName(analysis: Analysis, result: ShownRun, name: string): Subject | null {
  const wire = name.includes(">") ? analysis.wires.find(({ id }) => id === name) : undefined
  if (wire !== undefined) {
    const value = result.at("value", placeName(wire.from))
    const { node } = wire.from
    return value === undefined ? null : { node, port: null, value, gradient: result.at("wire", name), before: null }
  }
  const colon = name.indexOf(":")
  const node = colon >= 0 ? name.slice(0, colon) : name.slice(0, name.lastIndexOf("."))
  const primary = primaryPlace(analysis, node)
  if (name === primary) return ofNode(analysis, result, node)
  const value = result.at("value", name) ?? result.at("param", name) ?? result.at("buffer", name)
  if (value === undefined) return null
  return { node, port: name.slice(node.length + 1), value, gradient: result.at("gradient", name), before: null }
}

function ofNode(analysis: Analysis, result: ShownRun, id: string): Subject | null {
  const place = primaryPlace(analysis, id)
  const value = place === null ? undefined : result.at("value", place)
  if (place === null || value === undefined) return null
  return {
    node: id,
    port: null,
    value,
    gradient: result.at("gradient", place),
    before: inputOfNorm(analysis, result, id),
  }
}

function primaryPlace(analysis: Analysis, id: string): string | null {
  const port = Object.keys(analysis.nodes.get(id)?.op?.outputs ?? {})[0]
  return port === undefined ? null : `${id}:${port}`
}

function inputOfNorm(analysis: Analysis, result: ShownRun, id: string): RunTensor | null {
  const node = analysis.nodes.get(id)
  const port = node?.op?.shelf === "norm" ? Object.keys(node.op.inputs)[0] : undefined
  const source = port === undefined ? undefined : node?.sources.get(port)
  if (source === undefined || !isOne(source)) return null
  return result.at("value", placeName(source)) ?? null
}

function isOne(held: Source | readonly (Source | null)[]): held is Source {
  return "node" in held
}
