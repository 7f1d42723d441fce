// The settings that several nodes have in common, to be set at once.

import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import type { AttrSpec, Json } from "../../../ops/attributes/attrs.ts"

export interface SharedAttr {
  readonly name: string
  readonly spec: AttrSpec<unknown>
  /** What all have; `undefined` where the op's default holds for all, or they differ. */
  readonly raw: Json | undefined
  readonly mixed: boolean
}

/** Of nodes of one kind all settings; of different kinds those that are called and read alike. */
export function sharedAttrs(nodes: readonly NodeAnalysis[]): readonly SharedAttr[] {
  const [first, ...others] = nodes
  if (first?.op == null || others.some(({ op }) => op === null)) return []
  return Object.entries(first.op.attrs).flatMap(([name, spec]) => {
    const alike = others.every(({ op }) => isAlike(op?.attrs[name], spec))
    if (!alike) return []
    const raws = nodes.map(({ node }) => node.attrs?.[name] ?? spec.fallback)
    const texts = new Set(raws.map((raw) => JSON.stringify(raw)))
    return [{ name, spec, raw: texts.size === 1 ? first.node.attrs?.[name] : undefined, mixed: texts.size > 1 }]
  })
}

/** One spec is written anew for each op; what a person sees of it says whether it is the same setting. */
function isAlike(other: AttrSpec<unknown> | undefined, spec: AttrSpec<unknown>): boolean {
  if (other === undefined) return false
  return other === spec || JSON.stringify([other.control, other.doc]) === JSON.stringify([spec.control, spec.doc])
}
