// A plan at work: compiled once, started over memory of its own, run many times. Forward and backward answer what the eager
// pass answers, of what was wanted.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { FINITE_SUMS } from "../../kernels/totals.ts"
import { compileModule, type Instance, newMemory, startModule } from "../../kernels/wasm/instance.ts"
import { type Dtype, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { YIELD_EVERY } from "../../tensor/work.ts"
import { faultOf } from "../faults.ts"
import type { Flow } from "../pass/backward.ts"
import { type Kept, type Pass, startPass } from "../pass/pass.ts"
import { keptAt } from "../pass/tensors.ts"
import { type Root, upstreamAt } from "../pass/upstream.ts"
import type { DraftStep } from "./draft/draft.ts"
import type { Running } from "./draft/running.ts"
import type { GraphPlan } from "./drafting.ts"
import { trapped } from "./failures.ts"
import { fillFlow, fillValues } from "./kept.ts"

type Ready = (running: Running) => Generator<void, void, void> | void

interface ReadyStep {
  readonly node: string
  readonly what: string
  /** Its place among the steps of the plan. */
  readonly index: number
  /** Multiply-adds that take about as long. */
  readonly work: number
  readonly run: Ready
}

/** What a plan runs over: a graph of the same structure as the one that it was made for, whose numbers may be others. */
interface Over {
  readonly analysis: Analysis
  readonly roots: readonly Root[]
}

/** A plan over its memory. */
export interface PlannedGraph {
  readonly plan: GraphPlan
  readonly memory: WebAssembly.Memory
  /** Milliseconds that each step of the plan took the last time, where a clock was given. */
  readonly times: Float64Array
  /** Runs forward; yields the node at work. The pass holds the outputs that were asked for. */
  readonly forward: (kept: ReadonlyMap<string, Kept>, seed: number, how?: How) => Generator<string, Pass, void>
  /**
   * Runs backward behind the last forward. Gradients of params by `node.param`: in the arrays of that name in `into`, else in
   * arrays of their own.
   */
  readonly backward: (into?: Arrays) => Generator<string, ReadonlyMap<string, Tensor>, void>
  /** Whether the last way back left finite gradients of params, as far as kernels made them; false where that was not asked for. */
  readonly areFinite: () => boolean
  /** All gradients that are wanted, as looks into the arena, valid until the next run. */
  readonly wholeBackward: () => Generator<string, Flow, void>
}

/** Arrays to write into, by name. */
type Arrays = ReadonlyMap<string, Float32Array>

/** How a plan is run, where that is not as it was made. */
interface How {
  readonly over?: Over
  /** In milliseconds. */
  readonly clock?: () => number
}

const PRECISION: Dtype = "float32"

/** The code of a plan, which any number of memories can be under. */
export function moduleOf(plan: GraphPlan): WebAssembly.Module {
  return compileModule(plan.module, plan.bytes)
}

/** Starts a plan over memory of its own: fresh, or all zeros. Throws RangeError where the machine has not so much. */
export function compile(
  plan: GraphPlan,
  module: WebAssembly.Module = moduleOf(plan),
  own: WebAssembly.Memory = newMemory(plan.bytes),
): PlannedGraph {
  const instance = startModule(module, own)
  const { memory } = instance
  for (const { buffer, data } of plan.constants) {
    const Kind = data instanceof Int32Array ? Int32Array : Float32Array
    new Kind(memory, buffer.at, data.length).set(data)
  }
  const steps = plan.steps.flatMap((step, index) => readyStep(instance, step, index))
  const half = (phase: DraftStep["phase"]) => steps.filter((step) => step.phase === phase)
  const [forwards, backwards] = [half("forward"), half("backward")]
  const times = new Float64Array(plan.steps.length)
  let running: Begun | null = null
  const back = function* (): Generator<string, Begun, void> {
    if (running === null) throw new Error("there is no backward pass before a forward one")
    for (const [place, tensor] of upstreamAt(running.pass, running.roots)) running.flow.upstream.set(place, tensor)
    if (running.flow.upstream.size > 0) yield* perform(backwards, running, times)
    return running
  }
  return {
    plan,
    memory: own,
    times,
    *forward(kept, seed, how = {}) {
      times.fill(0)
      const begun = begin(plan, instance, kept, seed, how)
      yield* drawn(plan, begun.pass)
      running = begun
      if (begun.pass.problems.length === 0) yield* perform(forwards, begun, times)
      if (begun.pass.problems.length === 0) fillValues(plan, begun)
      return begun.pass
    },
    *backward(into = NOWHERE) {
      return gradientsOf(plan, yield* back(), into)
    },
    areFinite: () =>
      plan.finite !== null && new Float32Array(memory, plan.finite.at, FINITE_SUMS).every((x) => x === 0),
    *wholeBackward() {
      const ran = yield* back()
      if (ran.flow.upstream.size > 0) fillFlow(plan, ran)
      const only = plan.whole === null ? plan.gradients : []
      for (const [name, { shape, buffer }] of only) ran.flow.gradients.set(name, ran.tensor(shape, buffer))
      return ran.flow
    },
  }
}

interface Begun extends Running {
  readonly flow: Running["flow"] & { readonly upstream: Map<string, Tensor> }
  readonly roots: readonly Root[]
  readonly clock: (() => number) | null
}

function begin(
  plan: GraphPlan,
  { memory, kernels }: Instance,
  kept: ReadonlyMap<string, Kept>,
  seed: number,
  { over = plan, clock }: How,
): Begun {
  const pass = startPass(over.analysis, PRECISION, seed)
  for (const [id, held] of kept) pass.kept.set(id, held)
  const flow = {
    upstream: new Map<string, Tensor>(),
    wires: new Map<string, Tensor>(),
    gradients: new Map<string, Tensor>(),
    broken: new Set<string>(),
    needs: plan.needs,
  }
  return {
    pass,
    flow,
    roots: over.roots,
    clock: clock ?? null,
    resting: new Map(),
    call: (name, buffers) => kernels.get(name)?.(...buffers.map(({ at }) => at)),
    floats: ({ at, bytes }) => new Float32Array(memory, at, bytes / 4),
    tensor: (shape, { at }) => ({ shape, data: new Float32Array(memory, at, sizeOf(shape)) }),
  }
}

/** Numbers that are drawn between two yields: some tens of milliseconds. */
const DRAWN_AT_ONCE = 1_000_000

/**
 * What every node starts with: steps know nodes as they were when the plan was made, and their numbers are those of the graph at
 * hand. Ends early where one cannot be used.
 */
function* drawn({ nodes }: GraphPlan, pass: Pass): Generator<string, void, void> {
  let sum = 0
  for (const id of nodes) {
    const node = pass.analysis.nodes.get(id)
    if (node === undefined || pass.kept.has(id)) continue
    try {
      const { params, buffers } = keptAt(pass, node)
      for (const { shape } of [...params.values(), ...buffers.values()]) sum += sizeOf(shape)
    } catch (error) {
      pass.problems.push(faultOf(error, id, "forward"))
      return
    }
    if (sum < DRAWN_AT_ONCE) continue
    sum = 0
    yield id
  }
}

type Phased = ReadyStep & Pick<DraftStep, "phase">

function readyStep({ kernels }: Instance, step: DraftStep, index: number): readonly Phased[] {
  const { node, what, phase, script } = step
  if (step.ifShared !== null && !step.ifShared.shared) return []
  // Steps that multiply nothing are bound by memory.
  const about = { node, what, phase, index, work: Math.max(step.macs, step.bytes / 8) }
  if (step.kernel === null) return script === null ? [] : [{ ...about, run: script }]
  const kernel = kernels.get(step.kernel.name)
  if (kernel === undefined) throw new Error(`the module has no kernel ${step.kernel.name}`)
  const args = step.kernel.buffers.map(({ at }) => at)
  return [{ ...about, run: () => kernel(...args) }]
}

/** One step after another, giving way now and then; ends early where a node has a problem. */
function* perform(steps: readonly ReadyStep[], running: Begun, times: Float64Array): Generator<string, void, void> {
  const { clock, pass } = running
  let sum = 0
  for (const step of steps) {
    const { node, index, work } = step
    const start = clock === null ? 0 : clock()
    const answer = called(step, running)
    if (answer !== undefined) while (!answer.next().done) yield node
    if (clock !== null) times[index] = clock() - start
    if (pass.problems.length > 0) return
    sum += work
    if (sum < YIELD_EVERY) continue
    sum = 0
    yield node
  }
}

function called({ node, what, run }: ReadyStep, running: Begun): ReturnType<Ready> {
  try {
    return run(running)
  } catch (error) {
    throw error instanceof WebAssembly.RuntimeError ? trapped(error, node, what) : error
  }
}

const NOWHERE: Arrays = new Map()

function gradientsOf(plan: GraphPlan, running: Running, into: Arrays): ReadonlyMap<string, Tensor> {
  const gradients = new Map<string, Tensor>()
  const put = (name: string, { shape, data }: Tensor): void => {
    const array = into.get(name)
    array?.set(data)
    gradients.set(name, { shape, data: array ?? data.slice() })
  }
  for (const [name, tensor] of running.flow.gradients) if (plan.eagerParams.has(name)) put(name, tensor)
  for (const [name, { shape, buffer }] of plan.gradients) put(name, running.tensor(shape, buffer))
  return gradients
}
