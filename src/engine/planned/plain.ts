// A plain run by a plan: every value and every piece of gradient, as the eager pass answers them. They stay in the arena until
// the run is given up, and are read from there.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { RUN_BYTES } from "../../graph/limits.ts"
import type { Problem } from "../../graph/problem.ts"
import { ended } from "../../tensor/work.ts"
import type { Flow } from "../pass/backward.ts"
import { type Begun, beginRun } from "../pass/beginning.ts"
import { contextOf, type RunnableNode } from "../pass/forward.ts"
import { resultOf } from "../pass/gathering.ts"
import { planProblem } from "../pass/memory.ts"
import { noteNonFiniteGradient, noteNonFiniteOutput } from "../pass/noting.ts"
import type { Kept, Pass } from "../pass/pass.ts"
import type { Progress, RunOptions, RunResult, RunStep } from "../pass/result.ts"
import { runSteps as eagerSteps, type Stopwatch } from "../pass/run.ts"
import { startedWith } from "../pass/started.ts"
import { keptAt } from "../pass/tensors.ts"
import type { ToldPlan } from "../pass/toldPlan.ts"
import { askedOf, flowOfAsked } from "./asked.ts"
import { type Lease, leaseSteps } from "./cache.ts"
import { plainEngine } from "./choosing.ts"
import type { PlannedGraph } from "./compiled.ts"
import { toldPlan } from "./described.ts"
import type { Wanted } from "./drafting.ts"
import { PlanFailed } from "./failures.ts"
import { fillOthers } from "./kept.ts"

/**
 * What `runSteps` of the eager pass answers, in float32, by kernels; its tensors are there until its `arena` is given back. Where a rule
 * refuses its numbers, memory is short or a kernel fails, the eager pass runs, and says why.
 */
export function* plannedSteps(
  analysis: Analysis,
  options: RunOptions,
  clock: Stopwatch = () => 0,
  kept?: ReadonlyMap<string, Kept>,
): Generator<Progress, RunResult, void> {
  try {
    const begun = beginRun(analysis, options, kept, null)
    const some = yield* ofSome(analysis, options, clock, begun)
    if (some !== null) return some
    const refusal = planProblem(analysis, options.dtype, options.backward ?? true, options.memoryLimit)
    const result = refusal === null ? yield* byKernels(analysis, options, clock, begun) : null
    if (result !== null) return result
  } catch (error) {
    if (!(error instanceof PlanFailed)) throw error
    const eager = yield* eagerSteps(analysis, options, clock, kept)
    return { ...eager, problems: [...eager.problems, instead(error.problem)] }
  }
  return yield* eagerSteps(analysis, options, clock, kept)
}

/**
 * The values and gradients that are looked at, where the options name them. Null where they do not, memory is short, a rule refused
 * its numbers or one of them is not finite: then the whole run says where that began.
 */
function* ofSome(
  analysis: Analysis,
  options: RunOptions,
  clock: Stopwatch,
  begun: Begun,
): Generator<Progress, RunResult | null, void> {
  const wanted = askedOf(analysis, options, begun)
  if (wanted === null) return null
  const { graph, release } = yield* leased(wanted, options)
  let result: RunResult | null = null
  try {
    if (graph.plan.bytes > (options.memoryLimit ?? RUN_BYTES)) return null
    const ran = yield* through(graph, { ...begun, ...wanted }, clock, function* (pass) {
      return flowOfAsked(wanted, pass, yield* graph.wholeBackward(), graph)
    })
    if (ran === null) return null
    result = { ...answerOf(graph, { ...begun, ...wanted }, ran, options), arena: { bytes: graph.plan.bytes, release } }
    return result
  } finally {
    if (result === null) release()
  }
}

/** A plan, which is made now where there is none: a large network takes a while. */
function* leased(wanted: Wanted, options: RunOptions): Generator<Progress, Lease, void> {
  const { analysis, nodes, backwards } = wanted
  const steps = leaseSteps(wanted, plainEngine(analysis, options) === "fastest")
  for (;;) {
    const next = steps.next()
    if (next.done) return next.value
    yield { phase: "forward", node: next.value, done: 0, of: nodes.length + backwards.length }
  }
}

/** Everything. Null where a rule refused its numbers. */
function* byKernels(
  analysis: Analysis,
  options: RunOptions,
  clock: Stopwatch,
  begun: Begun,
): Generator<Progress, RunResult | null, void> {
  const { graph, release } = yield* leased(everythingOf(analysis, begun), options)
  let result: RunResult | null = null
  try {
    const pass = () => through(graph, begun, clock, () => graph.wholeBackward())
    const means = options.measured === true ? yield* measured(graph, pass, clock) : null
    const ran = yield* pass()
    if (ran === null) return null
    if (means !== null) graph.times.set(means)
    yield* noteNonFinite(ran, begun)
    const plan = (): ToldPlan => toldPlan(graph.plan, graph.times)
    result = { ...answerOf(graph, begun, ran, options), plan, arena: { bytes: graph.plan.bytes, release } }
    return result
  } finally {
    if (result === null) release()
  }
}

function instead(problem: Problem): Problem {
  const sentence = `${problem.sentence} The layers’ own rules have computed this run instead.`
  return { ...problem, severity: "warning", sentence }
}

/** A run by whoever is asked for, or gains. The answer says who it was. */
export function runSteps(
  analysis: Analysis,
  options: RunOptions,
  clock?: Stopwatch,
  kept?: ReadonlyMap<string, Kept>,
): Generator<Progress, RunResult, void> {
  const steps = plainEngine(analysis, options) === "eager" ? eagerSteps : plannedSteps
  return steps(analysis, options, clock, kept)
}

/** `runSteps` to the end at once. */
export function run(
  analysis: Analysis,
  options: RunOptions,
  clock?: Stopwatch,
  kept?: ReadonlyMap<string, Kept>,
): RunResult {
  return ended(runSteps(analysis, options, clock, kept))
}

function everythingOf(analysis: Analysis, { nodes, backwards, roots }: Begun): Wanted {
  const needs = { nodes: new Set(nodes.map(({ id }) => id)), frozen: new Set<string>() }
  return { analysis, nodes, backwards, needs, roots, reads: [], everything: true }
}

interface Ran {
  readonly pass: Pass
  readonly flow: Flow
}

/** Forward and backward; null where a rule refused its numbers, or `back` what it found. */
function* through(
  graph: PlannedGraph,
  { pass: { analysis, kept, seed }, nodes, backwards, roots }: Begun,
  clock: Stopwatch,
  back: (pass: Pass) => Generator<string, Flow | null, void>,
): Generator<Progress, Ran | null, void> {
  const of = nodes.length + backwards.length
  const told = function* <T>(
    phase: Progress["phase"],
    order: readonly RunnableNode[],
    before: number,
    work: Generator<string, T, void>,
  ): Generator<Progress, T, void> {
    const places = new Map(order.map(({ id }, index) => [id, before + index]))
    for (;;) {
      const next = work.next()
      if (next.done) return next.value
      yield { phase, node: next.value, done: places.get(next.value) ?? before, of }
    }
  }
  const pass = yield* told("forward", nodes, 0, graph.forward(kept, seed, { over: { analysis, roots }, clock }))
  if (pass.problems.length > 0) return null
  const flow = yield* told("backward", backwards, nodes.length, back(pass))
  return flow === null || pass.problems.length > 0 ? null : { pass, flow }
}

/** How long a plan is measured for, in milliseconds and in passes; the first pass compiles, and does not count. */
const MEASURED = { milliseconds: 500, passes: 200 }

/** Milliseconds of each step, the mean of many passes; null where a rule refused its numbers. */
function* measured(
  graph: PlannedGraph,
  pass: () => Generator<Progress, Ran | null, void>,
  clock: Stopwatch,
): Generator<Progress, Float64Array | null, void> {
  const sums = new Float64Array(graph.times.length)
  if ((yield* pass()) === null) return null
  const start = clock()
  for (let passes = 1; ; passes++) {
    yield* pass()
    for (const [step, time] of graph.times.entries()) sums[step] = (sums[step] ?? 0) + time
    if (passes === MEASURED.passes || clock() - start >= MEASURED.milliseconds) return sums.map((sum) => sum / passes)
  }
}

function answerOf(graph: PlannedGraph, begun: Begun, { pass, flow }: Ran, options: RunOptions): RunResult {
  const { nodes, roots, fed } = begun
  const steps = stepsOf(graph, nodes, flow.upstream.size > 0 ? begun.backwards : [])
  const result = {
    ...resultOf(pass, flow, roots, steps, nodes),
    fed,
    engine: graph.plan.module.relaxed ? "fastest" : "planned",
  } as const
  return options.started === true ? { ...result, started: startedWith(pass, flow.upstream, nodes) } : result
}

/** Looks at every tensor, and gives way after each node. */
function* noteNonFinite({ pass, flow }: Ran, { nodes, backwards }: Begun): Generator<Progress, void, void> {
  const done = nodes.length + backwards.length
  for (const node of nodes) {
    // Kernels leave no context; whoever says why a number is not finite looks into it.
    const context = contextOf(pass, node, keptAt(pass, node))
    if (context !== null) pass.contexts.set(node.id, context)
    noteNonFiniteOutput(pass, node)
    fillOthers(pass, node)
    yield { phase: "forward", node: node.id, done, of: done }
  }
  if (flow.upstream.size === 0) return
  for (const node of backwards) {
    noteNonFiniteGradient(pass, node, flow)
    yield { phase: "backward", node: node.id, done, of: done }
  }
}

/** Each node with the time of all its steps. */
function stepsOf(
  { plan, times }: PlannedGraph,
  nodes: readonly RunnableNode[],
  backwards: readonly RunnableNode[],
): readonly RunStep[] {
  const sums = new Map<string, number>()
  for (const [index, { phase, node }] of plan.steps.entries()) {
    const key = `${phase} ${node}`
    sums.set(key, (sums.get(key) ?? 0) + (times[index] ?? 0))
  }
  const half = (phase: RunStep["phase"], of: readonly RunnableNode[]): readonly RunStep[] =>
    of.map(({ id }) => ({ phase, node: id, milliseconds: sums.get(`${phase} ${id}`) ?? 0 }))
  return [...half("forward", nodes), ...half("backward", backwards)]
}
