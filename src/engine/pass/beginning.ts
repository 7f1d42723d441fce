// What a run starts with, whoever computes it: the nodes in their order, forward and back, and what Inputs hold.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import type { Problem } from "../../graph/problem.ts"
import { feedPass } from "./firstExamples.ts"
import { type RunnableNode, runnableNodes } from "./forward.ts"
import { type Kept, type Pass, startPass } from "./pass.ts"
import type { RunOptions, RunResult } from "./result.ts"
import { type Root, rootsOf } from "./upstream.ts"

/** A run of which nothing has been computed yet. */
export interface Begun {
  readonly pass: Pass
  /** In order; none where the run is refused. */
  readonly nodes: readonly RunnableNode[]
  /** Those that the gradient goes through, last first. */
  readonly backwards: readonly RunnableNode[]
  readonly roots: readonly Root[]
  readonly fed: RunResult["fed"]
}

/** `kept`: as `runSteps` takes it. `refusal`: why nothing may run, if there is a reason. */
export function beginRun(
  analysis: Analysis,
  options: RunOptions,
  kept: ReadonlyMap<string, Kept> | undefined,
  refusal: Problem | null,
): Begun {
  const pass = startPass(analysis, options.dtype, options.seed ?? analysis.document.seed ?? 0)
  for (const [id, held] of kept ?? []) pass.kept.set(id, held)
  if (refusal !== null) pass.problems.push(refusal)
  const nodes = refusal === null ? runnableNodes(pass) : []
  const fed = kept === undefined && refusal === null ? feedPass(pass) : NOT_FED
  const roots = rootsOf(analysis)
  const reached = leadsTo(
    analysis,
    roots.map((root) => root.source.node),
  )
  const backwards = (options.backward ?? true) ? nodes.filter((node) => reached.has(node.id)).reverse() : []
  return { pass, nodes, backwards, roots, fed }
}

const NOT_FED: RunResult["fed"] = new Map()
