// A plan in words and numbers, for who wants to see what runs.

import type { GraphPlan } from "./drafting.ts"

/** A step of a plan as it is told. */
export interface ToldStep {
  readonly phase: "forward" | "backward"
  readonly node: string
  /** `direct convolution`, `pack weights`, `eager rule`. */
  readonly step: string
  readonly macs: number
  /** Bytes of the buffers that it looks at. */
  readonly bytes: number
  /** Whether a kernel does it. */
  readonly kernel: boolean
}

/** A plan as it is told. */
export interface ToldPlan {
  /** Bytes of the arena: all buffers, those that are never needed together in one place. */
  readonly arena: number
  /** Bytes that they would take side by side. */
  readonly unshared: number
  /** Bytes of the code that was written for it. */
  readonly code: number
  readonly steps: readonly ToldStep[]
  /** Nodes that have no kernel, sources apart. */
  readonly eager: readonly string[]
}

/** Tells a plan. */
export function toldPlan(plan: GraphPlan): ToldPlan {
  const steps = plan.steps
    .filter(({ what, ifShared }) => what !== "source" && (ifShared === null || ifShared.shared))
    .map(({ phase, node, what, macs, bytes, kernel }) => ({
      phase,
      node,
      step: what,
      macs,
      bytes,
      kernel: kernel !== null,
    }))
  return { arena: plan.bytes, unshared: plan.unshared, code: plan.module.bytes(1).length, steps, eager: plan.eager }
}
