// Whose distribution is shown: the tensor that is looked at, else the selected node's, else the first normalisation's,
// else what backward starts from. A normalisation is shown before and after.

import type { RunResult } from "../../../engine/pass/result.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { placeName, type Source } from "../../../graph/wire.ts"
import type { TensorChoice } from "../../../state/session.ts"
import type { Tensor } from "../../../tensor/tensor.ts"

export interface Subject {
  readonly node: string
  /** Named where it is not the node's primary output. */
  readonly port: string | null
  readonly value: Tensor
  readonly gradient: Tensor | undefined
  /** What went into a normalisation. */
  readonly before: Tensor | null
}

export function subjectOf(
  analysis: Analysis,
  result: RunResult,
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

function ofName(analysis: Analysis, result: RunResult, name: string): Subject | null {
  const wire = name.includes(">") ? analysis.wires.find(({ id }) => id === name) : undefined
  if (wire !== undefined) {
    const value = result.values.get(placeName(wire.from))
    const { node } = wire.from
    return value === undefined ? null : { node, port: null, value, gradient: result.wires.get(name), before: null }
  }
  const colon = name.indexOf(":")
  const node = colon >= 0 ? name.slice(0, colon) : name.slice(0, name.lastIndexOf("."))
  const primary = primaryPlace(analysis, node)
  if (name === primary) return ofNode(analysis, result, node)
  const value = result.values.get(name) ?? result.params.get(name) ?? result.buffers.get(name)
  if (value === undefined) return null
  return { node, port: name.slice(node.length + 1), value, gradient: result.gradients.get(name), before: null }
}

function ofNode(analysis: Analysis, result: RunResult, id: string): Subject | null {
  const place = primaryPlace(analysis, id)
  const value = place === null ? undefined : result.values.get(place)
  if (place === null || value === undefined) return null
  return {
    node: id,
    port: null,
    value,
    gradient: result.gradients.get(place),
    before: inputOfNorm(analysis, result, id),
  }
}

function primaryPlace(analysis: Analysis, id: string): string | null {
  const port = Object.keys(analysis.nodes.get(id)?.op?.outputs ?? {})[0]
  return port === undefined ? null : `${id}:${port}`
}

function inputOfNorm(analysis: Analysis, result: RunResult, id: string): Tensor | null {
  const node = analysis.nodes.get(id)
  const port = node?.op?.shelf === "norm" ? Object.keys(node.op.inputs)[0] : undefined
  const source = port === undefined ? undefined : node?.sources.get(port)
  if (source === undefined || !isOne(source)) return null
  return result.values.get(placeName(source)) ?? null
}

function isOne(held: Source | readonly (Source | null)[]): held is Source {
  return "node" in held
}
