// A plan at work: compiled once, started over memory of its own, run many times. Forward and backward answer what the eager
// pass answers, of what was wanted.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { FINITE_SUMS } from "../../kernels/totals.ts"
import { compileModule, type Instance, newMemory, startModule } from "../../kernels/wasm/instance.ts"
import { type Dtype, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { faultOf } from "../faults.ts"
import type { Flow } from "../pass/backward.ts"
import { type Kept, type Pass, startPass } from "../pass/pass.ts"
import { keptAt } from "../pass/tensors.ts"
import { type Root, upstreamAt } from "../pass/upstream.ts"
import type { DraftStep } from "./draft/draft.ts"
import type { Running } from "./draft/running.ts"
import type { GraphPlan } from "./drafting.ts"
import { fillFlow, fillValues } from "./kept.ts"
import { type Crew, type Performance, perform, readyStep } from "./performing.ts"
import { enroll, sharingTeam } from "./threads/sharing.ts"

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
  return compileModule(plan.module, plan.bytes, plan.threads > 1)
}

/** Starts a plan over memory of its own: fresh, or all zeros. Throws RangeError where the machine has not so much. */
export function compile(
  plan: GraphPlan,
  module: WebAssembly.Module = moduleOf(plan),
  own: WebAssembly.Memory = newMemory(plan.bytes, plan.threads > 1),
): PlannedGraph {
  const instance = startModule(module, own)
  const { memory } = instance
  for (const { buffer, data } of plan.constants) {
    const { at } = buffer
    const room = data instanceof Int32Array ? new Int32Array(memory, at, data.length) : new Float32Array(memory, at)
    room.set(data)
  }
  const crew: Crew = { team: plan.threads > 1 ? sharingTeam() : null, plan: 0, jobs: [] }
  const steps = plan.steps.flatMap((step, index) => readyStep(instance, step, index, crew))
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
  const graph: PlannedGraph = {
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
      // Where nothing enters, nothing was run, and what lies there is of a run before.
      if (ran.flow.upstream.size === 0) return ran.flow
      fillFlow(plan, ran)
      const only = plan.whole === null ? plan.gradients : []
      for (const [name, { shape, buffer }] of only) ran.flow.gradients.set(name, ran.tensor(shape, buffer))
      return ran.flow
    },
  }
  if (crew.team !== null) crew.plan = enroll(crew.team, { module, memory: own, jobs: crew.jobs }, graph)
  return graph
}

interface Begun extends Performance {
  readonly flow: Running["flow"] & { readonly upstream: Map<string, Tensor> }
  readonly roots: readonly Root[]
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
    tensor: (shape, { at }) => {
      const data = new Float32Array(memory, at, sizeOf(shape))
      // What threads share is not handed to others.
      return { shape, data: plan.threads > 1 ? data.slice() : data }
    },
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

const NOWHERE: Arrays = new Map()

function gradientsOf(plan: GraphPlan, running: Running, into: Arrays): ReadonlyMap<string, Tensor> {
  const gradients = new Map<string, Tensor>()
  const put = (name: string, { shape, data }: Tensor): void => {
    const array = into.get(name)
    array?.set(data)
    gradients.set(name, { shape, data: array ?? data.slice() })
  }
  for (const [name, tensor] of running.flow.gradients) if (plan.eagerParams.has(name)) put(name, tensor)
  for (const [name, { shape, buffer }] of plan.gradients) {
    put(name, { shape, data: running.floats(buffer).subarray(0, sizeOf(shape)) })
  }
  return gradients
}
