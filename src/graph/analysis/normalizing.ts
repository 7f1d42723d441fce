// Where a graph normalises: (x − μ)/√(σ² + ε), as a Standardize or built from primitives, and the mean and the variance that
// it is done with.

import type { Source } from "../wire.ts"
import type { NodeAnalysis } from "./analysis.ts"
import { isList } from "./shapes.ts"

type Nodes = ReadonlyMap<string, NodeAnalysis>

/** A node that divides by a standard deviation, and what it divides and subtracts by. */
export interface Normalizing {
  readonly at: NodeAnalysis
  /** A Mean, if one is found. */
  readonly mean: NodeAnalysis | null
  /** A Var, a Std, or the Mean of squares. */
  readonly variance: NodeAnalysis
}

/** Steps between a variance and what divides by its root. */
const STEPS = 8
const THROUGH = new Set([
  "Sqrt",
  "Rsqrt",
  "Reciprocal",
  "Pow",
  "Clamp",
  "Identity",
  "StopGradient",
  "Unsqueeze",
  "Reshape",
  "Expand",
])
const WITH_EPSILON = new Set(["Add", "Maximum"])
const ROOTS = new Set(["Sqrt", "Rsqrt", "Pow"])
const INVERSES = new Set(["Rsqrt", "Reciprocal", "Pow"])

/** What is normalised at a node; null where nothing is. */
export function normalizingAt(nodes: Nodes, at: NodeAnalysis): Normalizing | null {
  const source = (port: string) => sourceOf(at, port)
  switch (at.op?.kind) {
    case "Standardize": {
      const variance = reductionBehind(nodes, source("variance"))
      return variance === null
        ? null
        : { at, mean: reductionBehind(nodes, source("mean"))?.node ?? null, variance: variance.node }
    }
    case "Div":
      return quotient(nodes, at, source("a"), source("b"), false)
    case "Mul":
      return quotient(nodes, at, source("a"), source("b"), true) ?? quotient(nodes, at, source("b"), source("a"), true)
    default:
      return null
  }
}

/** x − μ over a root, or times the inverse of one. */
function quotient(
  nodes: Nodes,
  at: NodeAnalysis,
  above: Source | null,
  below: Source | null,
  inverse: boolean,
): Normalizing | null {
  const spread = reductionBehind(nodes, below)
  const centred = above === null ? undefined : nodes.get(above.node)
  if (spread === null || centred?.op?.kind !== "Sub") return null
  const isRoot = spread.node.op?.kind === "Std" || spread.through.some((kind) => ROOTS.has(kind))
  if (!isRoot || spread.through.some((kind) => INVERSES.has(kind)) !== inverse) return null
  const mean = reductionBehind(nodes, sourceOf(centred, "b"))?.node ?? null
  const of = sourceOf(spread.node, "input")?.node
  // The spread must be that of what is centred.
  const same = of === centred.id || of === sourceOf(centred, "a")?.node
  return mean !== null && same ? { at, mean, variance: spread.node } : null
}

interface Found {
  readonly node: NodeAnalysis
  /** The kinds of the nodes in between. */
  readonly through: readonly string[]
}

/** The reduction that a tensor comes from, through roots, an ε that is added, and new axes. */
export function reductionBehind(nodes: Nodes, from: Source | null): Found | null {
  const through: string[] = []
  for (let source = from; source !== null && through.length <= STEPS; ) {
    const node = nodes.get(source.node)
    const kind = node?.op?.kind ?? ""
    if (node === undefined) return null
    if (node.op?.attrs.keepdim !== undefined) return { node, through }
    if (!THROUGH.has(kind) && !WITH_EPSILON.has(kind)) return null
    through.push(kind)
    source = WITH_EPSILON.has(kind) ? besideEpsilon(nodes, node) : (sourceOf(node, "input") ?? sourceOf(node, "a"))
  }
  return null
}

/** Of two terms the one that is not written down. */
function besideEpsilon(nodes: Nodes, node: NodeAnalysis): Source | null {
  const [a, b] = [sourceOf(node, "a"), sourceOf(node, "b")]
  const isWritten = (source: Source | null) => source === null || nodes.get(source.node)?.op?.shelf === "source"
  return isWritten(a) ? b : a
}

/** What is wired to a port that holds one tensor. */
export function sourceOf(node: NodeAnalysis, port: string): Source | null {
  const held = node.sources.get(port)
  return held === undefined || isList(held) ? null : held
}

/** The axes that a reduction goes over, from 0, in order. */
export function axesReduced({ context }: NodeAnalysis): readonly number[] {
  const shape = context?.shapes.input ?? []
  const dim = context?.attrs.dim
  const listed = Array.isArray(dim) ? dim : typeof dim === "number" ? [dim] : []
  const all = shape.map((_, axis) => axis)
  if (listed.length === 0) return all
  return all.filter((axis) =>
    listed.some((one) => typeof one === "number" && (one + shape.length) % shape.length === axis),
  )
}
