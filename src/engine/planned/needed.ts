// What a training by plans takes of memory, held against a limit before any of it is taken.

import { writeBytes } from "../../formula/number.ts"
import type { Problem } from "../../graph/problem.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import type { GraphPlan } from "./drafting.ts"
import { ARENA_BYTES, largestWords, tooLarge, whereIn } from "./failures.ts"

/** A training's memory, in bytes. */
export interface Needed {
  /** Of the size of batch that takes the most. */
  readonly plan: GraphPlan
  /** Of all arenas that are there at one time. */
  readonly arenas: number
  /** What is learned. */
  readonly params: readonly { readonly name: string; readonly node: string; readonly shape: Shape }[]
  /** Params, what the optimizer keeps of them and their gradients, as often as updates hold them. */
  readonly updates: number
  /** What layers' own rules and Inputs hold, and what params began as. */
  readonly beside: number
}

/** Why so much cannot be had; null where it is within the limit, and kernels reach all of it. */
export function neededProblem(needed: Needed, limit: number): Problem | null {
  const { plan, arenas, updates, beside } = needed
  if (plan.bytes > ARENA_BYTES) return tooLarge(plan, ARENA_BYTES)
  const bytes = arenas + updates + beside
  if (bytes <= limit) return null
  const [found, expected] = [writeBytes(bytes), writeBytes(limit)]
  const parts = `${writeBytes(arenas)} for kernels, ${writeBytes(updates)} for params, gradients and optimizer, ${writeBytes(beside)} beside`
  const { node, words } = largestOf(needed)
  const sentence = `The training would need ${found} (${parts}); the limit is ${expected}. ${words} Or train it on the command line with --max-memory ${mebibytes(bytes)}.`
  return { code: "GW-E210", severity: "error", ...node, sentence, found, expected }
}

/** As `--max-memory` counts them. */
export function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20)
}

function largestOf({ plan, arenas, params, updates }: Needed): {
  readonly node: Pick<Problem, "node">
  readonly words: string
} {
  const [largest] = [...params].sort((a, b) => sizeOf(b.shape) - sizeOf(a.shape))
  if (largest === undefined || updates < arenas) return { node: whereIn(plan), words: largestWords(plan, true) }
  const words = `The largest param, "${largest.name}", has ${writeBytes(4 * sizeOf(largest.shape))}. Make it smaller.`
  return { node: { node: largest.node }, words }
}
