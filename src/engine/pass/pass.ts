// What is known while a document runs: the tensors of each node, in the order they came to be. Forward fills it, backward
// reads it, the gradient check walks parts of it again. This folder refuses to know about workers, pages and files.

import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { isList } from "../../graph/analysis/shapes.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Source } from "../../graph/wire.ts"
import type { AnyForwardContext, Mode } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"

/** One way through a graph: what was computed so far, and what went wrong. */
export interface Pass {
  readonly analysis: Analysis
  readonly mode: Mode
  readonly dtype: Dtype
  readonly seed: number
  /** What each node started with, by node: its own params and buffers. Filled by forward when the node first runs. */
  readonly kept: Map<string, Kept>
  /** What each node was given, for its backward rules. */
  readonly contexts: Map<string, AnyForwardContext>
  /** What each node answered, by output port. A node that failed or waited has none. */
  readonly outputs: Map<string, ByName<Held<Tensor>>>
  readonly problems: Problem[]
}

/** Tensors of one node by name; wired params are not among them. */
export interface Kept {
  readonly params: ReadonlyMap<string, Tensor>
  readonly buffers: ReadonlyMap<string, Tensor>
}

/** A pass in the mode of its analysis, of which nothing has been computed yet. */
export function startPass(analysis: Analysis, dtype: Dtype, seed: number): Pass {
  const { mode } = analysis
  return {
    analysis,
    mode,
    dtype,
    seed,
    kept: new Map(),
    contexts: new Map(),
    outputs: new Map(),
    problems: [],
  }
}

/** The tensor at an output, or undefined where its node has not run. */
export function tensorAt(pass: Pass, source: Source): Tensor | undefined {
  return elementOf(pass.outputs.get(source.node)?.[source.port], source.index)
}

/** One thing of what a port holds. */
export function elementOf<T extends object>(held: Held<T>, index: number | undefined): T | undefined {
  if (!isList(held)) return index === undefined ? held : undefined
  return index === undefined ? undefined : held[index]
}

/** Each output of a node with what it holds, list outputs element by element. */
export function* eachOutput<T extends object>(
  node: NodeAnalysis,
  outputs: ByName<Held<T>>,
): Generator<{ readonly source: Source; readonly held: T }> {
  for (const port of Object.keys(node.op?.outputs ?? {})) {
    const held = outputs[port]
    if (held === undefined) continue
    if (!isList(held)) yield { source: { node: node.id, port }, held }
    else for (const [index, item] of held.entries()) yield { source: { node: node.id, port, index }, held: item }
  }
}
