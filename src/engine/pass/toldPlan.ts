// A plan in words and numbers, for who wants to see what runs.

import { writeBytes, writeCount } from "../../formula/number.ts"

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

/** What has no kernel, and why. `name`: of a node; `most`: nodes that are named. */
export function withoutWords({ eager }: Pick<ToldPlan, "eager">, name: (node: string) => string, most: number): string {
  if (eager.length === 0) return "Every node has a kernel."
  const each = eager.slice(0, most).map(({ node, what }) => `${name(node)} (no kernel for ${what})`)
  const more = eager.length > most ? ` and ${writeCount(eager.length - most)} more` : ""
  return `By their own rules: ${each.join(", ")}${more}.`
}
