// A plan, and a plan half made: what the ways forward and back share.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { isList } from "../../graph/analysis/shapes.ts"
import { type Source, wireName } from "../../graph/wire.ts"
import type { Fast } from "../../kernels/fast.ts"
import type { Halo, Planes } from "../../kernels/planes.ts"
import type { ModuleBuilder } from "../../kernels/wasm/module.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { Needs } from "../pass/backward.ts"
import type { RunnableNode } from "../pass/forward.ts"
import type { Root } from "../pass/upstream.ts"
import type { Buffer } from "./draft/buffers.ts"
import type { Draft, Drafted, DraftStep } from "./draft/draft.ts"
import type { Lowered } from "./draft/rule.ts"

/** What somebody wants of a graph. */
export interface Wanted {
  readonly analysis: Analysis
  /** In order. */
  readonly nodes: readonly RunnableNode[]
  /** Those that the gradient goes through, last first; none where only values are wanted. */
  readonly backwards: readonly RunnableNode[]
  readonly needs: Needs
  readonly roots: readonly Root[]
  /** Outputs whose numbers are read. */
  readonly reads: readonly Source[]
  /** Every value and every piece of gradient is read when the run is over: all of them stay. */
  readonly everything?: boolean
  /** Whether gradients of params are finite is asked when the run is over. */
  readonly checked?: boolean
}

/** A tensor that stays in the arena, and how it is summed up: by a kernel over its numbers, but the last few. */
export interface Resting extends Drafted {
  readonly totals: {
    readonly kernel: string
    readonly planes: Planes
    readonly from: Buffer
    readonly to: Buffer
  } | null
}

/** What stays in the arena where everything is wanted. What eager rules made is not among it: that lies elsewhere. */
export interface Whole {
  /** Outputs of nodes that have a kernel, by `node:port`. */
  readonly values: ReadonlyMap<string, Resting>
  /** What came back along wires, by the wire's name. */
  readonly wires: ReadonlyMap<string, Resting>
  /** Gradients of outputs of nodes that have a kernel, by `node:port`. */
  readonly sums: ReadonlyMap<string, Resting>
  /** Gradients of params, by `node.param`. */
  readonly params: ReadonlyMap<string, Resting>
}

/** Steps over an arena. */
export interface GraphPlan {
  /** The graph that it was made for. */
  readonly analysis: Analysis
  /** In order. */
  readonly nodes: readonly string[]
  readonly needs: Needs
  readonly roots: readonly Root[]
  readonly module: ModuleBuilder
  /** So many may share its steps. */
  readonly threads: number
  readonly steps: readonly DraftStep[]
  /** Bytes of the arena. */
  readonly bytes: number
  /** Bytes of all buffers, had each a place of its own. */
  readonly unshared: number
  readonly constants: Draft["constants"]
  /** Where gradients of params lie, by `node.param`. */
  readonly gradients: ReadonlyMap<string, { readonly shape: Shape; readonly buffer: Buffer }>
  /** Where zeros stand when all of those are finite; null where that was not asked for. */
  readonly finite: Buffer | null
  /** Params whose gradient an eager rule answers. */
  readonly eagerParams: ReadonlySet<string>
  /** Nodes that run by their own rules, sources apart. */
  readonly eager: readonly string[]
  /** Null where only some numbers are wanted. */
  readonly whole: Whole | null
}

/** A plan half made. */
export interface Drafting {
  readonly wanted: Wanted
  readonly draft: Draft
  readonly fast: ReadonlyMap<string, Fast>
  /** How often the numbers of an output are taken, by `node:port`. */
  readonly readers: ReadonlyMap<string, number>
  /** By `node:port`. */
  readonly values: Map<string, Drafted>
  readonly lowered: Map<string, Lowered>
  /** Values that eager rules and readers find by now. */
  readonly exposed: Set<Drafted>
  /** Borders that are wanted round values and round their gradients, by `node:port`. */
  readonly halos: { readonly values: ReadonlyMap<string, Halo>; readonly gradients: ReadonlyMap<string, Halo> }
}

/** A wire into a node. */
interface WireInto {
  readonly port: string
  /** The port, of a list with the place in it: `inputs[0]`. */
  readonly end: string
  readonly source: Source
  readonly wire: string
}

/** A wire of a node by its port, or by its place in a list port. */
export function wiresInto(node: RunnableNode): readonly WireInto[] {
  return [...node.sources].flatMap(([port, sources]): WireInto[] => {
    if (!isList(sources)) {
      return [{ port, end: port, source: sources, wire: wireName(sources, { node: node.id, port }) }]
    }
    return sources.flatMap((source, index) =>
      source === null
        ? []
        : [{ port, end: `${port}[${index}]`, source, wire: wireName(source, { node: node.id, port, index }) }],
    )
  })
}
