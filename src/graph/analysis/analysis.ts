// What a document means: each node with its op, read attributes, sources, shapes and params, in topological order, and
// every problem, each at its place. Pure and total: any document gets an analysis; a problem blocks only what is downstream
// of it. Counts, receptive fields and costs are read off an analysis by files of their own. This folder asks ops for shapes
// only: no number of a run is known here.

import type { BufferRule, ParamRule } from "../../ops/kept.ts"
import type { AnyOp, AnyShapeContext, Mode } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { GradwireDocument, NodeDocument } from "../document.ts"
import type { Problem } from "../problem.ts"
import type { Source, Wire } from "../wire.ts"

/** A param of a node, sized. */
export interface ParamNode extends ParamRule {
  readonly name: string
  /** Where its tensor comes from, if it is wired: then it is not created and not counted at this node. */
  readonly wired: Source | null
}
/** A buffer of a node, sized. */
export interface BufferNode extends BufferRule {
  readonly name: string
}

/**
 * `ok`: can be computed. `bad`: has an error of its own. `waiting`: something upstream of it is bad or missing.
 * Shapes may be known even where nothing can be computed (a value of the wrong shape does not hide the shapes below it).
 */
export type NodeState = "ok" | "bad" | "waiting"

/** What is known of one node without running it. */
export interface NodeAnalysis {
  readonly id: string
  readonly node: NodeDocument
  /** `null` for an unknown op. */
  readonly op: AnyOp | null
  readonly state: NodeState
  /** By input port or param name, as wired; `null` stands for an empty place of a list. Dangling sources are left out. */
  readonly sources: ReadonlyMap<string, Source | readonly (Source | null)[]>
  /** Attributes and input shapes, when all of them are known, whatever `state` is. */
  readonly context: AnyShapeContext | null
  /** Shape of each output port, where the op answers them; always when `state` is ok. */
  readonly outputs: ByName<Held<Shape>> | null
  readonly params: readonly ParamNode[]
  /** Whether `params` are all of them: what a node learns may be known where its shapes are not, and the other way round. */
  readonly paramsKnown: boolean
  readonly buffers: readonly BufferNode[]
  readonly problems: readonly Problem[]
}

/** What is known of a document without running it. */
export interface Analysis {
  readonly document: GradwireDocument
  readonly mode: Mode
  readonly nodes: ReadonlyMap<string, NodeAnalysis>
  /** Topological, ties by document order; nodes on a cycle and all downstream of one are left out. */
  readonly order: readonly string[]
  /** Every wire between existing nodes and ports, cyclic ones included, in document order. */
  readonly wires: readonly Wire[]
  /** Wires by the node they leave / enter. */
  readonly leaving: ReadonlyMap<string, readonly Wire[]>
  readonly entering: ReadonlyMap<string, readonly Wire[]>
  /** Where backward starts, or null with a problem. */
  readonly target: Source | null
  /** All problems, of nodes and of the document, in document order. */
  readonly problems: readonly Problem[]
}
