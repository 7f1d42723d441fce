// A plan in words and numbers, for who wants to see what runs.

import type { PlannedGraph } from "./compiled.ts"
import type { GraphPlan } from "./drafting.ts"

/** A step of a plan as it is told. */
export interface ToldStep {
  readonly phase: "forward" | "backward" | "update"
  readonly node: string
  /** `direct convolution`, `pack weights`, `eager rule`. */
  readonly step: string
  readonly macs: number
  /** Bytes of the buffers that it looks at. */
  readonly bytes: number
  /** Whether a kernel does it. */
  readonly kernel: boolean
  /** How long it takes, where that was measured. */
  readonly milliseconds?: number
  /** Billions of floating-point operations a second, two for each multiply-add; only where there are any. */
  readonly gflops?: number
  /** Billions of bytes a second through the buffers that it looks at, each once; only where there are any. */
  readonly gbps?: number
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

/** Tells a plan. `times`: milliseconds by step, where they are known. */
export function toldPlan(plan: GraphPlan, times?: ArrayLike<number>): ToldPlan {
  const steps = plan.steps.flatMap(({ phase, node, what, macs, bytes, kernel, ifShared }, index) => {
    if (what === "source" || (ifShared !== null && !ifShared.shared)) return []
    const about = { phase, node, step: what, macs, bytes, kernel: kernel !== null }
    return [{ ...about, ...(times === undefined ? {} : speedOf(about, times[index] ?? 0)) }]
  })
  return { arena: plan.bytes, unshared: plan.unshared, code: plan.module.bytes(1).length, steps, eager: plan.eager }
}

function speedOf(
  { macs, bytes }: Pick<ToldStep, "macs" | "bytes">,
  milliseconds: number,
): Pick<ToldStep, "milliseconds" | "gflops" | "gbps"> {
  if (milliseconds === 0) return { milliseconds }
  const each = (count: number): number => count / (1e6 * milliseconds)
  return {
    milliseconds,
    ...(macs === 0 ? {} : { gflops: each(2 * macs) }),
    ...(bytes === 0 ? {} : { gbps: each(bytes) }),
  }
}

/** Milliseconds of each step of a plan that has run `rounds` times, forward and backward: the least of each. */
export function timePlan(graph: PlannedGraph, rounds: number, clock: () => number): Float64Array {
  const least = new Float64Array(graph.times.length).fill(Number.POSITIVE_INFINITY)
  const end = (steps: Generator<string, unknown, void>): void => {
    while (!steps.next().done);
  }
  for (let round = 0; round < rounds; round++) {
    end(graph.forward(new Map(), 0, { clock }))
    end(graph.backward())
    for (const [step, time] of graph.times.entries()) least[step] = Math.min(least[step] ?? time, time)
  }
  return least
}
