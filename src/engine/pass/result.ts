// What a run answers. Keys are full names: `node:port` for outputs, `node.param` for params and buffers, wire names for wires.

import type { Problem } from "../../graph/problem.ts"
import type { Started } from "../../graph/values/recorded.ts"
import type { Mode } from "../../ops/op.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"
import type { Fed } from "./firstExamples.ts"
import type { ToldPlan } from "./toldPlan.ts"

/** How a document is run. */
export interface RunOptions {
  readonly mode: Mode
  readonly dtype: Dtype
  /** Default: the document's seed, else 0. */
  readonly seed?: number
  /** Default true. */
  readonly backward?: boolean
  /** Answer `started` as well. */
  readonly started?: boolean
  /** Bytes that the run may hold; a larger plan is refused before it starts. Default: RUN_BYTES of graph/limits.ts. */
  readonly memoryLimit?: number
  /** Default: eager. A float64 run is eager, and so is one of a graph that is done before kernels are written. */
  readonly engine?: Engine
  /** By kernels however small the graph is. */
  readonly anySize?: boolean
  /**
   * Nobody looks at other places than these, by name: `node:port`, `node.param`, a wire's name. Others may be missing; the loss is
   * always there. An infinite number that nobody looks at is told of only where a place that is looked at is not finite.
   */
  readonly only?: ReadonlySet<string>
  /** Kernels run again and again for a while, so that the times of steps are means: many are shorter than a clock's tick. */
  readonly measured?: boolean
}

/**
 * Who computes: the ops' own rules, one after the other; kernels by a plan, whose numbers are the same everywhere; or kernels that
 * add products in one rounding where the machine can, whose last digits are the machine's.
 */
export type Engine = "eager" | "planned" | "fastest"

/** All that a run has found: values and gradients by name, and what went wrong. */
export interface RunResult {
  readonly mode: Mode
  readonly dtype: Dtype
  readonly seed: number
  readonly engine: Engine
  /** `node:port` where backward started, or null where it could not. */
  readonly target: string | null
  /** The target's value if it is a scalar, else Σ upstream · target (what the gradients are gradients of). */
  readonly loss: number | null
  /** Every visible output that could be computed; a list output by `node:port[i]`. */
  readonly values: ReadonlyMap<string, Tensor>
  readonly params: ReadonlyMap<string, Tensor>
  /** After the pass. */
  readonly buffers: ReadonlyMap<string, Tensor>
  /** Hidden outputs that cards show: what a normalisation divided by, attention weights. By `node:port`. */
  readonly onCards: ReadonlyMap<string, Tensor>
  /** Sums: with respect to every output and param that has one. */
  readonly gradients: ReadonlyMap<string, Tensor>
  /** What came back along each wire. */
  readonly wires: ReadonlyMap<string, Tensor>
  /** Inputs that hold examples of the document's data, by id. */
  readonly fed: ReadonlyMap<string, Fed>
  /** What the run began with, where the options ask for it. */
  readonly started?: Started
  /** Op-steps in the order they ran. */
  readonly steps: readonly RunStep[]
  readonly problems: readonly Problem[]
  /** Where the tensors lie in memory that another run may use; it is given back once. */
  readonly arena?: { readonly bytes: number; readonly release: () => void }
  /** The plan that it went by, with the times of its steps, until the arena is given back. */
  readonly plan?: () => ToldPlan
}

/** One op-step and how long it took. */
export interface RunStep {
  readonly phase: "forward" | "backward"
  readonly node: string
  readonly milliseconds: number
}

/** How far a run is. */
export interface Progress {
  readonly phase: "forward" | "backward"
  readonly node: string
  /** Op-steps done, of all. */
  readonly done: number
  readonly of: number
}
