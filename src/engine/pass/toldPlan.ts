// A plan in words and numbers, for who wants to see what runs.

import { writeBytes, writeCount, writeNumber } from "../../formula/number.ts"

/** What a step is called that a layer's own rule takes: nobody counts what it multiplies. */
export const OWN_RULE = "eager rule"

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

/** A node that runs by its own rules, and what of it no kernel is written for. */
export interface WithoutKernel {
  readonly node: string
  /** `Conv2d with padding_mode "circular"`. */
  readonly what: string
}

/** A plan as it is told. */
export interface ToldPlan {
  /** Bytes of the arena: all buffers, those that are never needed together in one place. */
  readonly arena: number
  /** Bytes that they would take side by side. */
  readonly unshared: number
  /** Bytes of the code that was written for it. */
  readonly code: number
  /** Threads that share its larger steps. */
  readonly threads: number
  readonly steps: readonly ToldStep[]
  /** Nodes that have no kernel, sources apart. */
  readonly eager: readonly WithoutKernel[]
}

/** Where the buffers of a plan lie. */
export function arenaWords({ arena, unshared, code }: Pick<ToldPlan, "arena" | "unshared" | "code">): string {
  return `An arena of ${writeBytes(arena)} for buffers of ${writeBytes(unshared)}; code of ${writeBytes(code)}.`
}

/** All steps together: milliseconds, and those of them in which the multiply-adds were done that are counted; null where nothing was timed. */
interface Total {
  readonly steps: number
  readonly macs: number
  readonly time: number | null
  readonly counted: number
}

/** `303 steps, 4,200,000 multiply-adds in 1.2 ms: 6.8 GFLOP/s.` Nobody counts what layers’ own rules multiply: their time is left out of the rate. */
export function sumWords({ steps, macs, time, counted }: Total): string {
  const all = `${writeCount(steps)} ${steps === 1 ? "step" : "steps"}`
  const adds = macs === 0 ? "" : `${writeCount(macs)} multiply-adds`
  if (time === null) return adds === "" ? `${all}.` : `${all}, ${adds}.`
  const took = `in ${writeNumber(time, 3)} ms`
  if (adds === "") return `${all} ${took}.`
  const rate = counted === 0 ? "" : `: ${writeNumber((2 * macs) / (1e6 * counted), 3)} GFLOP/s`
  if (counted === time) return `${all}, ${adds} ${took}${rate}.`
  return `${all} ${took}; ${adds} are counted, in ${writeNumber(counted, 3)} ms of it${rate}.`
}

/** What has no kernel, and why. `name`: of a node; `most`: nodes that are named. */
export function withoutWords({ eager }: Pick<ToldPlan, "eager">, name: (node: string) => string, most: number): string {
  if (eager.length === 0) return "Every node has a kernel."
  const each = eager.slice(0, most).map(({ node, what }) => `${name(node)} (no kernel for ${what})`)
  const more = eager.length > most ? ` and ${writeCount(eager.length - most)} more` : ""
  return `By their own rules: ${each.join(", ")}${more}.`
}
