// Runs a document: every node forward in topological order, then the gradient back from the target. A run is a pure
// function of document, mode, dtype and seed; the clock is handed in and measures only. No worker, page or file here.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import type { Problem } from "../../graph/problem.ts"
import { placeName } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { faultOf, firstNonFinite, nonFiniteWarning } from "../faults.ts"
import { backwardNode, type Flow } from "./backward.ts"
import { feedPass } from "./firstExamples.ts"
import { forwardNode, isSource, type RunnableNode, runnableNodes } from "./forward.ts"
import { planProblem } from "./memory.ts"
import { whyNotFinite } from "./notFinite.ts"
import { eachOutput, type Kept, type Pass, startPass, tensorAt } from "./pass.ts"
import type { Progress, RunOptions, RunResult, RunStep } from "./result.ts"
import { startedWith } from "./started.ts"
import { objectiveOf, type Root, rootsOf, upstreamAt } from "./upstream.ts"

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
  const pass = startPass(analysis, options.dtype, options.seed ?? analysis.document.seed ?? 0)
  for (const [id, held] of kept ?? []) pass.kept.set(id, held)
  const backward = options.backward ?? true
  const refusal = planProblem(analysis, options.dtype, backward, options.memoryLimit)
  const nodes = refusal === null ? runnableNodes(pass) : []
  if (refusal !== null) pass.problems.push(refusal)
  const fed = kept === undefined && refusal === null ? feedPass(pass) : NOT_FED
  const roots = rootsOf(analysis)
  const reached = leadsTo(
    analysis,
    roots.map((root) => root.source.node),
  )
  const backwards = backward ? nodes.filter((node) => reached.has(node.id)).reverse() : []
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
  const result = { ...resultOf(pass, flow, roots, steps, nodes), fed }
  return options.started === true ? { ...result, started: startedWith(pass, flow.upstream, nodes) } : result
}

const NOT_FED: RunResult["fed"] = new Map()

/** `runSteps` to the end at once: the same answer. `clock` in milliseconds. Never throws for what a document holds. */
export function run(
  analysis: Analysis,
  options: RunOptions,
  clock?: Stopwatch,
  kept?: ReadonlyMap<string, Kept>,
): RunResult {
  const steps = runSteps(analysis, options, clock, kept)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
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

function noteNonFiniteOutput(pass: Pass, node: RunnableNode): void {
  const outputs = pass.outputs.get(node.id)
  if (outputs === undefined || hasNonFinite(pass.problems)) return
  for (const { source, held } of eachOutput(node, outputs)) {
    const index = firstNonFinite(held)
    if (index < 0) continue
    const context = pass.contexts.get(node.id)
    const cell = { port: source.port, place: source.index ?? 0, index }
    const reason = context === undefined ? null : whyNotFinite(node.op, context, outputs, cell)
    pass.problems.push(nonFiniteWarning(node.id, source.port, held, index, "forward", reason))
    return
  }
}

/** Looks at what the node sent back: at its params, and along the wires into it. */
function noteNonFiniteGradient(pass: Pass, node: RunnableNode, flow: Flow): void {
  if (hasNonFinite(pass.problems)) return
  const found: (readonly [string, Tensor | undefined])[] = [
    ...(pass.analysis.entering.get(node.id) ?? []).map((wire) => [wire.to.port, flow.wires.get(wire.id)] as const),
    ...node.params.map(({ name }) => [name, flow.gradients.get(`${node.id}.${name}`)] as const),
  ]
  for (const [port, tensor] of found) {
    const index = tensor === undefined ? -1 : firstNonFinite(tensor)
    if (tensor === undefined || index < 0) continue
    pass.problems.push(nonFiniteWarning(node.id, port, tensor, index, "backward"))
    return
  }
}

function hasNonFinite(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.code === "GW-E120")
}

/** The target's value if it is a scalar, else Σ upstream · output; null where no gradient enters anywhere. */
function lossOf(pass: Pass, flow: Flow, roots: readonly Root[]): number | null {
  const { target } = pass.analysis
  const tensor = target === null ? undefined : tensorAt(pass, target)
  if (tensor === undefined) return null
  if (tensor.shape.length === 0) return tensor.data[0] ?? null
  return flow.upstream.size === 0 ? null : objectiveOf(pass, flow.upstream, roots)
}

/** All that is shown of a pass, by name. */
function tensorsOf(
  pass: Pass,
  flow: Flow,
  nodes: readonly RunnableNode[],
): Pick<RunResult, "values" | "params" | "buffers" | "onCards" | "gradients"> {
  const onCards = new Map<string, Tensor>()
  const values = new Map<string, Tensor>()
  const params = new Map<string, Tensor>()
  const buffers = new Map<string, Tensor>()
  const gradients = new Map<string, Tensor>()
  for (const node of nodes) {
    const outputs = pass.outputs.get(node.id) ?? {}
    for (const { source, held } of eachOutput(node, outputs)) {
      const { hidden, onCard } = node.op.outputs[source.port] ?? {}
      const place = placeName(source)
      if (onCard) onCards.set(place, held)
      if (hidden) continue
      values.set(place, held)
      const gradient = flow.gradients.get(place)
      if (gradient !== undefined) gradients.set(place, gradient)
    }
    for (const [name, tensor] of pass.kept.get(node.id)?.params ?? []) {
      const key = `${node.id}.${name}`
      params.set(key, tensor)
      const gradient = flow.gradients.get(key)
      if (gradient !== undefined) gradients.set(key, gradient)
    }
    for (const [name, tensor] of buffersAfter(pass, node)) buffers.set(`${node.id}.${name}`, tensor)
  }
  return { values, params, buffers, onCards, gradients }
}

function resultOf(
  pass: Pass,
  flow: Flow,
  roots: readonly Root[],
  steps: readonly RunStep[],
  nodes: readonly RunnableNode[],
): Omit<RunResult, "fed"> {
  const { target } = pass.analysis
  const reached = target !== null && tensorAt(pass, target) !== undefined
  return {
    mode: pass.mode,
    dtype: pass.dtype,
    seed: pass.seed,
    target: reached ? placeName(target) : null,
    loss: lossOf(pass, flow, roots),
    ...tensorsOf(pass, flow, nodes),
    wires: inDocumentOrder(pass.analysis, flow),
    steps,
    problems: [...pass.analysis.problems, ...pass.problems],
  }
}

/** Backward found them last to first. */
function inDocumentOrder(analysis: Analysis, flow: Flow): ReadonlyMap<string, Tensor> {
  const wires = new Map<string, Tensor>()
  for (const { id } of analysis.wires) {
    const tensor = flow.wires.get(id)
    if (tensor !== undefined) wires.set(id, tensor)
  }
  return wires
}

/** Buffers as the pass leaves them: in training mode the op may say new ones. */
function buffersAfter(pass: Pass, node: RunnableNode): ReadonlyMap<string, Tensor> {
  const context = pass.contexts.get(node.id)
  const outputs = pass.outputs.get(node.id)
  // What a source keeps is its value, which stands among the values.
  const buffers = isSource(node.op) ? new Map() : (pass.kept.get(node.id)?.buffers ?? new Map())
  if (pass.mode !== "train" || node.op.updates === undefined || !context || !outputs) return buffers
  try {
    return new Map([...buffers, ...Object.entries(node.op.updates({ ...context, outputs }))])
  } catch (error) {
    pass.problems.push(faultOf(error, node.id, "forward"))
    return buffers
  }
}
