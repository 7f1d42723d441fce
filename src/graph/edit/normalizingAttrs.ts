// A mean and a variance that lead to a normalisation go over the axes that are meant there, and keep them: so much is given
// to attributes that nobody has set, once a wire has made it known. What somebody has set is never changed by a wire.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { batchAxes } from "../analysis/hints.ts"
import { axesReduced, normalizingAt, reductionBehind, sourceOf } from "../analysis/normalizing.ts"
import { shapesAt } from "../analysis/shapes.ts"
import type { GradwireDocument } from "../document.ts"
import { placeName } from "../wire.ts"
import { suggestAttr } from "./edit.ts"

/** A mean or variance, and the normalisation that it is for. */
interface Meant {
  readonly reduction: NodeAnalysis
  readonly at: NodeAnalysis
}

/** What was given to which nodes. */
export interface Given {
  readonly document: GradwireDocument
  /** The reductions that were changed, in the document's order. */
  readonly nodes: readonly string[]
  /** The axes they go over now. */
  readonly dim: readonly number[]
}

/** Gives `dim`, `keepdim` and `correction` to the reductions that lead to a normalisation since `before`; null if there are none. */
export function normalizingAttrs(before: Analysis, after: Analysis): Given | null {
  const old = new Set(meantIn(before).map(nameOf))
  const fresh = meantIn(after).filter((one) => !old.has(nameOf(one)))
  const changed = new Map<string, readonly number[]>()
  let document = after.document
  for (const { reduction, at } of fresh) {
    const dim = isSet(reduction, "dim") ? axesReduced(reduction) : axesMeant(after, at, reduction)
    if (dim === null) continue
    const wanted: { readonly [name: string]: Json } = { dim: [...dim], keepdim: true, correction: 0 }
    const open = Object.keys(wanted).filter(
      (name) => reduction.op?.attrs[name] !== undefined && !isSet(reduction, name),
    )
    for (const name of open) document = suggestAttr(document, reduction.id, name, wanted[name])
    if (open.length > 0) changed.set(reduction.id, dim)
  }
  const [dim] = changed.values()
  return dim === undefined ? null : { document, nodes: [...changed.keys()], dim }
}

function nameOf({ reduction, at }: Meant): string {
  return `${reduction.id} ${at.id}`
}

/** All means and variances of known shape that are for a normalisation. */
function meantIn({ nodes, leaving }: Analysis): readonly Meant[] {
  return [...nodes.values()].flatMap((at) =>
    [...leadingTo(nodes, at), ...beside(nodes, leaving, at)].flatMap((reduction) =>
      rankOf(reduction) === 0 ? [] : [{ reduction, at }],
    ),
  )
}

/** What a node normalises with; a Standardize says so before all of its wires are there. */
function leadingTo(nodes: Analysis["nodes"], at: NodeAnalysis): readonly NodeAnalysis[] {
  const whole = normalizingAt(nodes, at)
  if (whole !== null) return whole.mean === null ? [whole.variance] : [whole.mean, whole.variance]
  const mean = at.op?.kind === "Standardize" ? reductionBehind(nodes, sourceOf(at, "mean")) : null
  return mean === null ? [] : [mean.node]
}

/** Reductions without a use yet, of the very tensor that a Standardize is to normalise by such. */
function beside(nodes: Analysis["nodes"], leaving: Analysis["leaving"], at: NodeAnalysis): readonly NodeAnalysis[] {
  const x = at.op?.kind === "Standardize" ? sourceOf(at, "x") : null
  if (x === null) return []
  const open = Object.entries(at.op?.usual ?? {}).flatMap(([port, kinds]) =>
    port === "x" || sourceOf(at, port) !== null ? [] : kinds,
  )
  return (leaving.get(x.node) ?? []).flatMap(({ from, to }) => {
    const node = nodes.get(to.node)
    const isLoose = (leaving.get(to.node)?.length ?? 0) === 0
    return node !== undefined && isLoose && placeName(from) === placeName(x) && open.includes(node.op?.kind ?? "")
      ? [node]
      : []
  })
}

/** The axes that the other reduction of the pair goes over, if they were set; else those of the examples (and places). */
function axesMeant({ document, nodes }: Analysis, at: NodeAnalysis, reduction: NodeAnalysis): readonly number[] | null {
  const set = leadingTo(nodes, at).find((other) => other.id !== reduction.id && isSet(other, "dim"))
  const dim = set?.context?.attrs.dim
  if (set !== undefined && rankOf(set) === rankOf(reduction) && Array.isArray(dim) && dim.length > 0) return dim
  const named = batchAxes(document, at, reduction)
  if (named !== null) return named
  const rank = rankOf(reduction)
  // Of three axes the last may be places or features: nobody knows which are meant.
  return rank === 2
    ? [0]
    : rank >= 4
      ? Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1)
      : null
}

function rankOf(reduction: NodeAnalysis): number {
  return shapesAt(reduction.context?.shapes.input)[0]?.length ?? 0
}

function isSet({ node }: NodeAnalysis, attr: string): boolean {
  return node.attrs?.[attr] !== undefined && node.defaults?.includes(attr) !== true
}
