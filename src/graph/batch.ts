// Which outputs have a batch axis in front. Tensors carry no names for their axes, so this follows it from the Inputs:
// * an Input of four axes and more is batched; one of three is, unless what it feeds treats it as one C×H×W example; one of
//   two or fewer counts as it stands (a table of features, a vector), so that its dimensions are shown whole;
// * an output is batched if a wire into an input port brings a batch, axis 0 keeps its size, and the op does not reduce,
//   move or replace that axis.

import type { Shape } from "../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "./analysis.ts"
import { firstShape, spatialAxes } from "./receptive.ts"
import { shapeAt } from "./shapes.ts"

/**
 * Ids of the nodes whose outputs have a batch axis 0. With `tables`, Inputs of one and two axes count as batched too: that
 * is what memory against batch size asks.
 */
export function batchedNodes(analysis: Analysis, tables = false): ReadonlySet<string> {
  const axes = spatialAxes(analysis)
  const batched = new Set<string>()
  for (const id of analysis.order) {
    const node = analysis.nodes.get(id)
    const output = firstShape(node)
    if (node === undefined || output === undefined || output.length === 0) continue
    if (node.op?.kind === "Input") {
      if (output.length >= 4 || (output.length === 3 ? (axes.get(id) ?? 0) < 2 : tables)) batched.add(id)
      continue
    }
    for (const { from, to } of analysis.entering.get(id) ?? []) {
      const shape = shapeAt(analysis.nodes.get(from.node)?.outputs, from)
      if (!batched.has(from.node) || shape === null || !Object.hasOwn(node.op?.inputs ?? {}, to.port)) continue
      if (shape[0] === output[0] && keepsFirstAxis(node, to.port, shape, output)) batched.add(id)
    }
  }
  return batched
}

/** Does axis 0 of the output mean what axis 0 of this input means? Sizes were seen to be equal. */
function keepsFirstAxis(node: NodeAnalysis, port: string, input: Shape, output: Shape): boolean {
  const attrs = node.context?.attrs ?? {}
  const first = (dim: unknown): boolean => dim === 0 || dim === -input.length
  switch (node.op?.kind) {
    case "Permute":
      return Array.isArray(attrs.dims) && first(attrs.dims[0])
    case "Transpose":
      return !first(attrs.dim0) && !first(attrs.dim1)
    case "Flatten":
      return !first(attrs.start_dim)
    case "Stack":
    case "Unsqueeze":
      return attrs.dim !== 0 && attrs.dim !== -output.length
    case "Squeeze":
      return attrs.dim !== null && !isOrHas(attrs.dim, first)
    case "MatMul":
      // The rows of the answer are those of a; b brings a batch only in front of its own matrix.
      return port === "a" ? input.length > 1 : input.length > 2
    case "CumSum":
      return true
    default:
      if (node.op?.shelf === "reduce") return hasDims(attrs.dim) && !isOrHas(attrs.dim, first)
      // Broadcasting lines axes up from the end: axis 0 of the shorter one is an inner axis of the answer.
      return node.op?.shelf !== "maths" || input.length === output.length
  }
}

function hasDims(dim: unknown): boolean {
  return Array.isArray(dim) ? dim.length > 0 : typeof dim === "number"
}

function isOrHas(dim: unknown, matches: (one: unknown) => boolean): boolean {
  return Array.isArray(dim) ? dim.some(matches) : matches(dim)
}
