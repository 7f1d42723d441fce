// Attributes that change nothing as things stand: those of another distribution, or of any, where numbers are written down
// or taken from data.

import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"

/** What each way of filling a source reads. */
const USED: Readonly<Record<string, readonly string[]>> = {
  normal: ["mean", "std"],
  uniform: ["low", "high"],
  integers: ["low", "high"],
  bernoulli: ["p"],
  constant: ["fill_value"],
  full: ["fill"],
  eye: ["fill"],
  tril: ["fill"],
  triu: ["fill"],
}
const FILLING = [...new Set(Object.values(USED).flat())]

export interface Idle {
  readonly names: readonly string[]
  readonly reason: string
}

/** `examples`: what it holds of the data, in words; null where it holds none. */
export function idleAttrs(
  { node, op }: Pick<NodeAnalysis, "node" | "op">,
  examples: string | null = null,
): Idle | null {
  if (op === null || op.shelf !== "source") return null
  const way = ["distribution", "init"].find((name) => Object.hasOwn(op.attrs, name))
  if (way === undefined) return null
  const own = Object.keys(op.attrs).filter((name) => FILLING.includes(name))
  if (examples !== null) return { names: [way, ...own], reason: `the values are ${examples}` }
  if (node.values?.value !== undefined) {
    return { names: [way, ...own], reason: "the values are given in the document" }
  }
  const chosen = String(node.attrs?.[way] ?? op.attrs[way]?.fallback)
  const names = own.filter((name) => !(USED[chosen] ?? []).includes(name))
  return names.length === 0 ? null : { names, reason: `${way} is ${chosen}` }
}
