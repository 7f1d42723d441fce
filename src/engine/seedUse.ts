// What a run takes from the seed, and what the document has written instead: by these, a new seed changes something or nothing.

import type { Analysis, NodeAnalysis } from "../graph/analysis/analysis.ts"
import { isDrawing, isRule, readRule } from "../graph/values/upstreamRule.ts"
import type { Init } from "../ops/kept.ts"
import { classesFed } from "./classes.ts"

/** What another seed would change. */
export interface SeedUse {
  /** Names of what is drawn from the seed: `X`, `conv1.weight`, `drop.mask`, `the examples of the data`, `upstream of Y`. */
  readonly drawn: readonly string[]
  /** What would be drawn if its numbers were not written in the document. */
  readonly written: readonly string[]
}

/** In the mode of the analysis: masks are drawn in training only. */
export function seedUse(analysis: Analysis): SeedUse {
  const { document } = analysis
  const [drawn, written]: [string[], string[]] = [[], []]
  const fed = new Set(Object.keys(document.data?.feeds ?? {}))
  for (const node of analysis.nodes.values()) {
    const classes = classesFed(analysis, node.id) !== null
    for (const { name, init } of keptOf(node)) {
      const place = nameOf(node, name)
      if (Object.hasOwn(node.node.values ?? {}, name)) {
        if (classes || drawable(node, init)) written.push(place)
      } else if ((classes || varies(init)) && !fed.has(node.id)) drawn.push(place)
    }
    const masks = node.context === null ? [] : (node.op?.draws?.(node.context) ?? [])
    drawn.push(...masks.map((mask) => `${node.id}.${mask}`))
  }
  if (document.data !== undefined && dataVaries(document.data)) drawn.push("the examples of the data")
  for (const [place, given] of Object.entries(document.upstream ?? {})) {
    const rule = isRule(given) ? readRule(given, null) : null
    if (rule === null) written.push(upstreamName(place))
    else if (isDrawing(rule) && rule.seed === null && varies(rule.init)) drawn.push(upstreamName(place))
  }
  return { drawn, written }
}

/** Params and buffers that the node holds itself. */
export function keptOf(node: NodeAnalysis): readonly { readonly name: string; readonly init: Init }[] {
  return [...node.params.filter(({ wired }) => wired === null), ...node.buffers]
}

/** What people call a tensor: a source by its node, else `conv1.weight`. */
export function nameOf({ id, op }: NodeAnalysis, name: string): string {
  return op?.shelf === "source" ? id : `${id}.${name}`
}

/** An upstream gradient that the document gives to `node:port`. */
export function upstreamName(place: string): string {
  return `the upstream gradient of ${place}`
}

/** Whether another seed can give other numbers. */
export function varies(init: Init): boolean {
  switch (init.kind) {
    case "zeros":
    case "ones":
    case "constant":
    case "arange":
    case "eye":
    case "tril":
    case "triu":
      return false
    case "normal":
      return init.std > 0
    case "uniform":
      return init.low < init.high
    case "integers":
      return init.high - init.low > 1
    case "bernoulli":
      return init.p > 0 && init.p < 1
    case "onehot":
      return true
  }
}

/** A Constant is meant as it stands, and so are a layer's numbers that start alike for everybody (γ, running statistics). */
function drawable({ op }: NodeAnalysis, init: Init): boolean {
  return op?.kind === "Input" || op?.kind === "Parameter" || (op?.shelf !== "source" && varies(init))
}

function dataVaries({
  source,
  validation,
}: {
  readonly source: { readonly kind: string }
  readonly validation?: number
}) {
  return source.kind !== "values" || (validation ?? 0) > 0
}

/** `X, W and 3 more`. */
export function someNames(names: readonly string[], most = 4): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`
}
