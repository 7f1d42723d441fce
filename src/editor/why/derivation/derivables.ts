import type { Derivable } from "../../../engine/explain/derivation.ts"
import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { placeName } from "../../../graph/wire.ts"
import type { ShownRun } from "../../../state/run/shown.ts"

/** A gradient that can be derived, by its full name. */
export interface Choice {
  readonly name: string
  readonly of: Derivable
}

/** What of a node has a gradient: its outputs, then its own params. */
export function derivablesOf(node: NodeAnalysis, result: ShownRun): readonly Choice[] {
  const outputs = result.names("gradient").flatMap((name): readonly Choice[] => {
    const port = name.startsWith(`${node.id}:`) ? name.slice(node.id.length + 1) : ""
    const [, bare = port, index] = /^(.*)\[(\d+)\]$/.exec(port) ?? []
    if (port === "") return []
    const source = index === undefined ? { node: node.id, port } : { node: node.id, port: bare, index: Number(index) }
    return [{ name: placeName(source), of: source }]
  })
  const params = node.params
    .map(({ name }): Choice => ({ name: `${node.id}.${name}`, of: { node: node.id, param: name } }))
    .filter(({ name }) => result.has("gradient", name) && !name.endsWith(".value"))
  return [...outputs, ...params]
}
