// A plan at work: compiled once, run many times. Forward and backward answer what the eager pass answers, of what was wanted.

import { type Instance, instantiate } from "../../kernels/wasm/instance.ts"
import { type Dtype, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { YIELD_EVERY } from "../../tensor/work.ts"
import { type Kept, type Pass, startPass } from "../pass/pass.ts"
import { upstreamAt } from "../pass/upstream.ts"
import type { DraftStep } from "./draft/draft.ts"
import type { Running } from "./draft/running.ts"
import type { GraphPlan } from "./drafting.ts"

type Ready = (running: Running) => Generator<void, void, void> | void

interface ReadyStep {
  readonly node: string
  readonly macs: number
  readonly run: Ready
}

/** A compiled plan. */
export interface PlannedGraph {
  readonly plan: GraphPlan
  /** Runs forward; yields the node at work. The pass holds the outputs that were asked for. */
  readonly forward: (kept: ReadonlyMap<string, Kept>, seed: number) => Generator<string, Pass, void>
  /** Runs backward behind the last forward. Gradients of params by `node.param`, in arrays of their own. */
  readonly backward: () => Generator<string, ReadonlyMap<string, Tensor>, void>
}

const PRECISION: Dtype = "float32"

/** Compiles a plan. Throws RangeError where the machine has not so much memory. */
export function compile(plan: GraphPlan): PlannedGraph {
  const instance = instantiate(plan.module, plan.bytes)
  const memory = instance.memory
  for (const { buffer, data } of plan.constants) {
    const Kind = data instanceof Int32Array ? Int32Array : Float32Array
    new Kind(memory, buffer.at, data.length).set(data)
  }
  const steps = plan.steps.flatMap((step) => readyStep(instance, step))
  const half = (phase: DraftStep["phase"]) => steps.filter((step) => step.phase === phase)
  const [forwards, backwards] = [half("forward"), half("backward")]
  let running: Begun | null = null
  return {
    plan,
    *forward(kept, seed) {
      running = begin(plan, memory, kept, seed)
      yield* perform(forwards, running)
      return running.pass
    },
    *backward() {
      if (running === null) throw new Error("there is no backward pass before a forward one")
      for (const [place, tensor] of upstreamAt(running.pass, plan.roots)) running.flow.upstream.set(place, tensor)
      yield* perform(backwards, running)
      return gradientsOf(plan, running)
    },
  }
}

interface Begun extends Running {
  readonly flow: Running["flow"] & { readonly upstream: Map<string, Tensor> }
}

function begin(plan: GraphPlan, memory: ArrayBuffer, kept: ReadonlyMap<string, Kept>, seed: number): Begun {
  const pass = startPass(plan.analysis, PRECISION, seed)
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
    floats: ({ at, bytes }) => new Float32Array(memory, at, bytes / 4),
    tensor: (shape, { at }) => ({ shape, data: new Float32Array(memory, at, sizeOf(shape)) }),
  }
}

function readyStep({ kernels }: Instance, step: DraftStep): readonly (ReadyStep & Pick<DraftStep, "phase">)[] {
  const { node, phase, macs, script } = step
  if (step.ifShared !== null && !step.ifShared.shared) return []
  if (step.kernel === null) return script === null ? [] : [{ node, phase, macs, run: script }]
  const kernel = kernels.get(step.kernel.name)
  if (kernel === undefined) throw new Error(`the module has no kernel ${step.kernel.name}`)
  const args = step.kernel.buffers.map(({ at }) => at)
  return [{ node, phase, macs, run: () => kernel(...args) }]
}

/** One step after another, giving way now and then; ends early where a node has a problem. */
function* perform(steps: readonly ReadyStep[], running: Running): Generator<string, void, void> {
  let work = 0
  for (const { node, macs, run } of steps) {
    const answer = run(running)
    if (answer !== undefined) while (!answer.next().done) yield node
    if (running.pass.problems.length > 0) return
    work += macs
    if (work < YIELD_EVERY) continue
    work = 0
    yield node
  }
}

function gradientsOf(plan: GraphPlan, running: Running): ReadonlyMap<string, Tensor> {
  const gradients = new Map<string, Tensor>()
  for (const [name, tensor] of running.flow.gradients) if (plan.eagerParams.has(name)) gradients.set(name, tensor)
  for (const [name, { shape, buffer }] of plan.gradients) {
    gradients.set(name, { shape, data: running.tensor(shape, buffer).data.slice() })
  }
  return gradients
}
