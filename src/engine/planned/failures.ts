// What can go wrong with a plan that no op's rule has to do with: memory that is not there, and a kernel that fails. Each is a
// sentence with a node; whoever runs the plan loses nothing by it.

import { writeBytes } from "../../formula/number.ts"
import { type Problem, quote, wordsOf } from "../../graph/problem.ts"
import type { GraphPlan } from "./drafting.ts"

/** Bytes that kernels can point to. */
export const ARENA_BYTES = 2 ** 32

/** A plan that cannot run. */
export class PlanFailed extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(withNode(problem))
    this.name = "PlanFailed"
    this.problem = problem
  }
}

/** Refuses a plan whose arena is larger than kernels can reach, before anything is compiled. */
export function refuseLarge(plan: GraphPlan, limit: number = ARENA_BYTES): void {
  if (plan.bytes > limit) throw new PlanFailed(tooLarge(plan, limit))
}

/** Why a plan cannot run whose arena is larger than kernels can reach. */
export function tooLarge(plan: GraphPlan, limit: number): Problem {
  const found = writeBytes(plan.bytes)
  const expected = writeBytes(limit)
  const sentence = `All that is kept at one time would take ${found} of memory for kernels; they reach ${expected}. ${largestWords(plan)}`
  return { code: "GW-E210", severity: "error", ...whereIn(plan), sentence, found, expected }
}

/** What the machine said when it was asked for the arena of a plan. */
export function withoutMemory(plan: GraphPlan, error: unknown): PlanFailed {
  const sentence = `The machine has no ${writeBytes(plan.bytes)} of memory in one piece (${wordsOf(error)}). ${largestWords(plan)}`
  return new PlanFailed({ code: "GW-E211", severity: "error", ...whereIn(plan), sentence })
}

/** What a kernel did when it was called. */
export function trapped(error: unknown, node: string, step: string): PlanFailed {
  const sentence = `The kernel of this node's step "${step}" failed (${wordsOf(error)}). This is a fault in Gradwire, not in the graph.`
  return new PlanFailed({ code: "GW-E212", severity: "error", node, sentence })
}

/** What a thread did not do: a warning, since whoever begins again needs no thread. */
export function lost(node: string, step: string): PlanFailed {
  const sentence = `A thread that shared this node's step "${step}" was lost; one thread does all the work from there on.`
  return new PlanFailed({ code: "GW-E213", severity: "warning", node, sentence })
}

function withNode({ node, sentence }: Problem): string {
  return node === undefined ? sentence : `At "${node}": ${sentence}`
}

/** The step of a plan that looks at the most, and what to do about it; its node is named where nobody else does. */
export function largestWords(plan: GraphPlan, named = false): string {
  const step = largestStep(plan)
  const node =
    step === null
      ? ""
      : `The largest step, "${step.what}" of ${named ? quote(step.node) : "this node"}, looks at ${writeBytes(step.bytes)}. `
  return `${node}Make its shapes or the batch smaller.`
}

/** The node of that step. */
export function whereIn(plan: GraphPlan): Pick<Problem, "node"> {
  const step = largestStep(plan)
  return step === null ? {} : { node: step.node }
}

function largestStep({ steps }: GraphPlan): GraphPlan["steps"][number] | null {
  let [largest = null] = steps
  for (const step of steps) if (step.bytes > (largest?.bytes ?? 0)) largest = step
  return largest
}
