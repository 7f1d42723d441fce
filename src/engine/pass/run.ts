// Runs a document: every node forward in topological order, then the gradient back from the target. A run is a pure
// function of document, mode, dtype and seed; the clock is handed in and measures only. No worker, page or file here.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { ended } from "../../tensor/work.ts"
import { faultOf } from "../faults.ts"
import { backwardNode, type Flow } from "./backward.ts"
import { beginRun } from "./beginning.ts"
import { forwardNode, type RunnableNode } from "./forward.ts"
import { resultOf } from "./gathering.ts"
import { planProblem } from "./memory.ts"
import { noteNonFiniteGradient, noteNonFiniteOutput } from "./noting.ts"
import type { Kept, Pass } from "./pass.ts"
import type { Progress, RunOptions, RunResult, RunStep } from "./result.ts"
import { startedWith } from "./started.ts"
import { upstreamAt } from "./upstream.ts"

/** Milliseconds, from any origin. */
export type Stopwatch = () => number

/**
 * Runs step by step: yields before each op-step, and inside long ones. `analysis` must be of the mode in `options`. `kept`:
 * what nodes start with where it is not the document's or the seed's (a training's params and batch), by node. Without it
 * Inputs that the document's data feed hold the first examples.
 * Never throws for what a document can hold: troubles are in `problems`, beside what could be computed.
 */
export function* runSteps(
  analysis: Analysis,
  options: RunOptions,
  clock: Stopwatch = () => 0,
  kept?: ReadonlyMap<string, Kept>,
): Generator<Progress, RunResult, void> {
  const refusal = planProblem(analysis, options.dtype, options.backward ?? true, options.memoryLimit)
  const { pass, nodes, backwards, roots, fed } = beginRun(analysis, options, kept, refusal)
  const steps: RunStep[] = []
  const stepper = { pass, steps, clock, done: 0, of: nodes.length + backwards.length }

  for (const node of nodes) {
    yield* step(stepper, "forward", node, forwardNode(pass, node))
    noteNonFiniteOutput(pass, node)
  }
  const flow: Flow = { upstream: upstreamAt(pass, roots), wires: new Map(), gradients: new Map(), broken: new Set() }
  if (flow.upstream.size > 0) {
    for (const node of backwards) {
      const before = pass.problems.length
      yield* step(stepper, "backward", node, backwardNode(pass, node, flow))
      if (pass.problems.length > before) flow.broken.add(node.id)
      noteNonFiniteGradient(pass, node, flow)
    }
  }
  const result = { ...resultOf(pass, flow, roots, steps, nodes), fed, engine: "eager" } as const
  return options.started === true ? { ...result, started: startedWith(pass, flow.upstream, nodes) } : result
}

/** `runSteps` to the end at once: the same answer. `clock` in milliseconds. Never throws for what a document holds. */
export function run(
  analysis: Analysis,
  options: RunOptions,
  clock?: Stopwatch,
  kept?: ReadonlyMap<string, Kept>,
): RunResult {
  return ended(runSteps(analysis, options, clock, kept))
}

interface Stepper {
  readonly pass: Pass
  readonly steps: RunStep[]
  readonly clock: Stopwatch
  done: number
  readonly of: number
}

/** One op-step with its progress. What a rule throws becomes a problem of its node; the others go on. */
function* step(
  stepper: Stepper,
  phase: Progress["phase"],
  node: RunnableNode,
  work: Generator<void, void, void>,
): Generator<Progress, void, void> {
  const progress: Progress = { phase, node: node.id, done: stepper.done, of: stepper.of }
  yield progress
  const start = stepper.clock()
  try {
    while (!work.next().done) yield progress
  } catch (error) {
    stepper.pass.problems.push(faultOf(error, node.id, phase))
  }
  stepper.steps.push({ phase, node: node.id, milliseconds: stepper.clock() - start })
  stepper.done += 1
}
