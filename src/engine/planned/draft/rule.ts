// What the plan knows of a kind of kernel: how a node with its rule becomes steps, forward and back. One file each in rules/.

import type { Fast } from "../../../kernels/fast.ts"
import type { Halo } from "../../../kernels/planes.ts"
import type { RunnableNode } from "../../pass/forward.ts"
import type { Draft, Drafted } from "./draft.ts"

/** One node, and what it works on. */
export interface Site<F extends Fast = Fast> {
  readonly draft: Draft
  readonly node: RunnableNode
  readonly fast: F
  /** What arrives at an input port, or with its place at a list port, `inputs[0]`. */
  readonly input: (port: string) => Drafted
  /** A param, its own or wired; null where the node has none of that name. */
  readonly param: (name: string) => Drafted | null
  /** A buffer that the node keeps, as it is before the step. */
  readonly buffer: (name: string) => Drafted
  /** How many wires and readers take the numbers of an output. */
  readonly readers: (port: string) => number
  /** Whether the gradient goes through the node. */
  readonly learns: boolean
  /** The border that readers of the output want. */
  readonly outputHalo: Halo
  /** The border that the source of an input wants round its gradient. */
  readonly gradientHalo: (port: string) => Halo
}

/** A node as steps: its outputs, and how the gradient goes through. */
export interface Lowered {
  readonly outputs: { readonly [port: string]: Drafted }
  /**
   * Adds the steps of the backward pass. `gradient`: what came back to the only output; of several, `gradients` has those that
   * anything came back to, by port. `wanted`: input ports and params whose gradient somebody needs. Elements of lists are
   * `outputs[0]`, `inputs[0]`; `wanted` names the list alone.
   */
  readonly backward: (
    gradient: Drafted,
    wanted: ReadonlySet<string>,
    gradients: ReadonlyMap<string, Drafted>,
  ) => { readonly [name: string]: Drafted }
}

/** How a kernel's rules become steps. */
export interface Lowering<F extends Fast> {
  /** The border that it wants round its input, and round the gradient of its output. */
  readonly halos?: (fast: F) => { readonly input: Halo; readonly gradient: Halo } | null
  readonly lower: (site: Site<F>) => Lowered
}
