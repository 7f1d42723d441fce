// The steps of a plan at work: each a call of kernels, in parts where threads share it, or something that is not done by kernels.

import type { Instance } from "../../kernels/wasm/instance.ts"
import { YIELD_EVERY } from "../../tensor/work.ts"
import type { Buffer } from "./draft/buffers.ts"
import type { DraftStep } from "./draft/draft.ts"
import type { KernelPart } from "./draft/parts.ts"
import type { Running } from "./draft/running.ts"
import { lost, trapped } from "./failures.ts"
import { type Team, ThreadLost } from "./threads/team.ts"
import type { Job } from "./threads/thread.ts"

type Ready = (running: Running) => Generator<void, void, void> | void

/** A step that can be run. */
export interface ReadyStep {
  readonly node: string
  readonly phase: DraftStep["phase"]
  readonly what: string
  /** Its place among the steps of the plan. */
  readonly index: number
  /** Multiply-adds that take about as long. */
  readonly work: number
  readonly run: Ready
}

/** One run of steps. */
export interface Performance extends Running {
  /** In milliseconds; null where nobody asks. */
  readonly clock: (() => number) | null
}

/** The threads that share the steps of a plan, what they know it by, and the steps that have parts. */
export interface Crew {
  readonly team: Team | null
  plan: number
  readonly jobs: Job[]
}

/** A step over the memory of an instance; nothing where it is not needed. */
export function readyStep({ kernels }: Instance, step: DraftStep, index: number, crew: Crew): readonly ReadyStep[] {
  const { node, what, phase, script } = step
  if (step.ifShared !== null && !step.ifShared.shared) return []
  // Steps that multiply nothing are bound by memory.
  const about = { node, what, phase, index, work: Math.max(step.macs, step.bytes / 8) }
  if (step.kernel === null) return script === null ? [] : [{ ...about, run: script }]
  const { parts, buffers } = step.kernel
  const callOf = (name: string, at: readonly number[]): (() => void) => {
    const kernel = kernels.get(name)
    if (kernel === undefined) throw new Error(`the module has no kernel ${name}`)
    return () => kernel(...at)
  }
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return [{ ...about, run: callOf(only.name, placesOf(only, buffers)) }]
  const job = jobOf(step.kernel)
  const calls = job.parts.map(({ name, at }) => callOf(name, at))
  const own = (part: number): void => calls[part]?.()
  const { team } = crew
  const number = crew.jobs.push(job) - 1
  const run = (): void => {
    if (team === null) for (const call of calls) call()
    else team.run(crew.plan, number, calls.length, own)
  }
  return [{ ...about, run }]
}

/** Kernels with their arguments, part by part. */
function jobOf({ parts, buffers }: NonNullable<DraftStep["kernel"]>): Job {
  return {
    parts: parts.map((part) => ({ name: part.name, at: placesOf(part, buffers) })),
    own: buffers.map(({ own }) => own),
  }
}

/** Where a part begins in each buffer. */
function placesOf({ offsets }: KernelPart, buffers: readonly Buffer[]): readonly number[] {
  return buffers.map(({ at }, i) => at + (offsets?.[i] ?? 0))
}

/** One step after another, giving way now and then; ends early where a node has a problem. */
export function* perform(
  steps: readonly ReadyStep[],
  running: Performance,
  times: Float64Array,
): Generator<string, void, void> {
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

function called({ node, what, run }: ReadyStep, running: Performance): ReturnType<Ready> {
  try {
    return run(running)
  } catch (error) {
    if (error instanceof ThreadLost) throw lost(node, what)
    throw error instanceof WebAssembly.RuntimeError ? trapped(error, node, what) : error
  }
}
