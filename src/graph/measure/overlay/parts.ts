// One number for each node, of which groups make one of their own: what is laid over the cards as heat. Counts add; a root mean
// square is that of all numbers together, a share that of all units. So each node gives two sums, and a group adds both. This
// folder says what the numbers are, how they are written and where they lie on a scale; it draws nothing.

import type { Analysis } from "../../analysis/analysis.ts"
import { costs } from "../costs.ts"
import { paramCount } from "../counts.ts"

/** What may be laid over the cards; these words stand in documents. */
export const OVERLAYS = ["params", "macs", "memory", "gradient", "dead", "time"] as const
/** One of them. */
export type OverlayName = (typeof OVERLAYS)[number]

/** What the log of a training elsewhere tells of every node. */
export const LOG_MEASURES = ["activation", "gradient", "dead", "update"] as const
/** One of them. */
export type LogMeasure = (typeof LOG_MEASURES)[number]

/** Any number that may lie over the cards. */
export type HeatName = OverlayName | LogMeasure

/** How several numbers of an overlay become one. */
export type Joining = "sum" | "rms" | "share"

/** Of each overlay. */
export const JOINING: Readonly<Record<HeatName, Joining>> = {
  params: "sum",
  macs: "sum",
  memory: "sum",
  gradient: "rms",
  dead: "share",
  time: "sum",
  activation: "rms",
  update: "rms",
}

/** Two sums: an amount, and of how many it is (numbers whose squares were added, units of which some are dead; 1 for a count). */
export interface Part {
  readonly amount: number
  readonly of: number
}

/** By node; who has no number has no part. */
export type Parts = ReadonlyMap<string, Part>

/** What those of several nodes come to; null where none has any. */
export function joinParts(parts: Iterable<Part>): Part | null {
  let [amount, of, some] = [0, 0, false]
  for (const part of parts) {
    amount += part.amount
    of += part.of
    some = true
  }
  return some ? { amount, of } : null
}

/** The number that stands for a part. */
export function numberOf(name: HeatName, { amount, of }: Part): number {
  if (JOINING[name] === "sum") return amount
  const mean = of === 0 ? 0 : amount / of
  return JOINING[name] === "rms" ? Math.sqrt(mean) : mean
}

/** What shapes alone tell: learned numbers, multiply-accumulates of a forward pass, bytes of a training step. */
export function countedParts(analysis: Analysis, name: "params" | "macs" | "memory"): Parts {
  const parts = new Map<string, Part>()
  if (name === "params") {
    for (const node of analysis.nodes.values()) {
      const count = paramCount(node)
      if (count !== null) parts.set(node.id, { amount: count.count, of: 1 })
    }
    return parts
  }
  for (const [id, { macs, memory }] of costs(analysis)) {
    const bytes = memory.params + memory.gradients + memory.buffers + memory.activations
    parts.set(id, { amount: name === "macs" ? macs : bytes, of: 1 })
  }
  return parts
}
