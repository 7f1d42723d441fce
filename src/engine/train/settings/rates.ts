// Multipliers on the learning rate, by node or by `node.param`; the narrower name wins, as the narrower of PyTorch's param
// groups would.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { type Problem, quote } from "../../../graph/problem.ts"
import { didYouMean } from "../../../graph/suggest.ts"

/** On the learning rate, param by param. */
export interface Multipliers {
  readonly of: (node: string, param: string) => number
  /** Params by `node.param` whose multiplier is 0: no gradient, no decay, no part in clipping. */
  readonly frozen: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

/** Reads the multipliers of a training; each name must be a node with params or one of its params. */
export function readMultipliers(analysis: Analysis, written: { readonly [name: string]: number }): Multipliers {
  const of = (node: string, param: string): number => own(written, `${node}.${param}`) ?? own(written, node) ?? 1
  const names = new Map<string, boolean>()
  const frozen = new Set<string>()
  for (const node of analysis.nodes.values()) {
    for (const { name, wired } of node.params) {
      if (wired !== null) continue
      names.set(node.id, true)
      names.set(`${node.id}.${name}`, true)
      if (of(node.id, name) === 0) frozen.add(`${node.id}.${name}`)
    }
  }
  const problems = Object.keys(written)
    .filter((name) => !names.has(name))
    .map((name): Problem => {
      const hint = didYouMean(name, names.keys())
      const known = names.size === 0 ? "there are no params" : "write a node with params, or node.param"
      const sentence = `The multiplier ${quote(name)} names nothing that is learned; ${known}.${hint}`
      return { code: "GW-R105", severity: "error", sentence, path: `/training/multipliers/${name}` }
    })
  return { of, frozen, problems }
}

function own(object: { readonly [name: string]: number }, name: string): number | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
