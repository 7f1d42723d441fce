// Params, what an optimizer keeps for them and their gradients in one memory, and the kernels that step them there. An array's
// `byteOffset` is its address.

import { compileModule, type Instance, newMemory, startModule } from "../../../kernels/wasm/instance.ts"
import { keepRecent } from "../../../tensor/recent.ts"
import type { TensorData } from "../../../tensor/tensor.ts"
import { YIELD_EVERY } from "../../../tensor/work.ts"
import type { AnyUpdateAt } from "../../optimizers/optimizer.ts"
import type { Buffer } from "../draft/buffers.ts"
import { placeBuffers } from "../draft/buffers.ts"
import type { DraftStep } from "../draft/draft.ts"
import { trapped } from "../failures.ts"
import {
  arrayBytes,
  COPIES,
  type DraftedUpdate,
  draftUpdates,
  type Learned,
  type Rule,
  type UpdatePlan,
} from "./drafted.ts"

/** Arrays of a param: its numbers, and what is kept for it by name. */
export interface Arrays {
  readonly data: Float32Array
  readonly state: { readonly [slot: string]: Float32Array }
}

/** Kernels over the arrays of a training. */
export interface Updating {
  readonly plan: UpdatePlan
  /** Three of each, all zeros at first. */
  readonly copies: (param: number) => readonly Arrays[]
  /** Where the gradients of the next step go, by param; those of the step before stay until `turn`. */
  readonly gradients: () => ReadonlyMap<string, Float32Array>
  /** The step is whole: its gradients stay. */
  readonly turn: () => void
  /** Σg² of a param. */
  readonly squares: (name: string, gradient: TensorData) => number
  /** The largest |g| of a param; NaN if there is one. */
  readonly largest: (name: string, gradient: TensorData) => number
  /** Clips the gradient of a param where it lies. */
  readonly clip: (name: string, gradient: TensorData, numbers: Numbers) => void
  /** Writes the update of a param; answers Σw² of what it becomes. */
  readonly update: (name: string, at: AnyUpdateAt, numbers: Numbers) => Generator<void, number, void>
  /** Takes every step once over what the first arrays hold; answers its milliseconds. */
  readonly timed: (clock: () => number) => readonly number[]
}

interface Numbers {
  readonly [name: string]: number
}

/** Bytes that kernels can point to. */
const MOST_BYTES = 2 ** 32

interface Known {
  readonly plan: UpdatePlan
  readonly bytes: number
  readonly module: WebAssembly.Module
}

/** Plans that were made last, by all that they depend on. */
const known = new Map<string, Known>()
const MOST = 16

/** Bytes of the memory that such kernels are started over: the arrays of all params. */
export function updateBytes(params: readonly Learned[], rule: Rule, relaxed: boolean): number {
  return knownFor(params, rule, relaxed).bytes
}

function knownFor(params: readonly Learned[], rule: Rule, relaxed: boolean): Known {
  const key = JSON.stringify([relaxed, rule, params.map(({ name, shape }) => [name, shape])])
  const found = known.get(key) ?? compiled(params, rule, relaxed)
  keepRecent(known, key, found, MOST)
  return found
}

/** Starts kernels over memory of their own; null where the machine has not so much. */
export function startUpdating(params: readonly Learned[], rule: Rule, relaxed: boolean): Updating | null {
  const found = knownFor(params, rule, relaxed)
  if (found.bytes > MOST_BYTES) return null
  try {
    return started(found)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function compiled(params: readonly Learned[], rule: Rule, relaxed: boolean): Known {
  const plan = draftUpdates(params, rule, relaxed)
  const bytes = placeBuffers(plan.draft.buffers)
  return { plan, bytes, module: compileModule(plan.draft.module, Math.min(bytes, MOST_BYTES)) }
}

function started({ plan, bytes, module }: Known): Updating {
  const instance = startModule(module, newMemory(bytes))
  const { memory } = instance
  const table = new Float64Array(memory, plan.table.at, plan.table.bytes / 8)
  const result = new DataView(memory, plan.result.at, 8)
  const of = byName(plan)
  const onGradient = (name: string, which: "squares" | "largest" | "clip", { byteOffset }: TensorData): DataView => {
    const { roles, [which]: steps } = of(name)
    for (const step of steps) call(instance, step, (buffer) => (roles.has(buffer) ? byteOffset : buffer.at))
    return result
  }
  const fill = (names: readonly string[], numbers: Numbers): void => {
    for (const [i, name] of names.entries()) table[i] = numbers[name] ?? Number.NaN
  }
  let turns = 0
  return {
    plan,
    copies: (param) => copiesIn(memory, plan, param),
    gradients: () => gradientsIn(memory, plan, turns % 2),
    turn: () => void turns++,
    squares: (name, gradient) => onGradient(name, "squares", gradient).getFloat64(0, true),
    largest: (name, gradient) => onGradient(name, "largest", gradient).getFloat32(0, true),
    clip: (name, gradient, numbers) => {
      fill(plan.clipNumbers, numbers)
      onGradient(name, "clip", gradient)
    },
    *update(name, at, numbers) {
      const { roles, update } = of(name)
      fill(plan.numbers, numbers)
      let sum = 0
      for (const step of update) {
        if (sum > YIELD_EVERY) yield
        sum = sum > YIELD_EVERY ? step.macs : sum + step.macs
        call(instance, step, (buffer) => placeOf(roles, at, buffer))
      }
      return result.getFloat64(0, true)
    },
    timed: (clock) => plan.params.flatMap((update, i) => timesOf(instance, plan, i, update, clock)),
  }
}

function byName({ params }: UpdatePlan): (name: string) => DraftedUpdate {
  const known = new Map(params.map((update) => [update.param.name, update]))
  return (name) => {
    const update = known.get(name)
    if (update === undefined) throw new Error(`no kernel steps ${name}`)
    return update
  }
}

function timesOf(
  instance: Instance,
  plan: UpdatePlan,
  index: number,
  { param, roles, squares, largest, clip, update }: DraftedUpdate,
  clock: () => number,
): readonly number[] {
  const [now, next] = copiesIn(instance.memory, plan, index)
  const data = gradientsIn(instance.memory, plan, 0).get(param.name)
  if (now === undefined || next === undefined || data === undefined) throw new Error(`no arrays for ${param.name}`)
  const at = { param: now, gradient: { data }, state: now.state, next: next.data, nextState: next.state }
  return [...squares, ...largest, ...clip, ...update].map((step) => {
    const start = clock()
    call(instance, step, (buffer) => placeOf(roles, at, buffer))
    return clock() - start
  })
}

/** Where the arrays of an update lie. */
interface Lying extends Pick<AnyUpdateAt, "state" | "next" | "nextState"> {
  readonly param: Pick<AnyUpdateAt["param"], "data">
  readonly gradient: Pick<AnyUpdateAt["gradient"], "data">
}

function call({ kernels }: Instance, { kernel, node, what }: DraftStep, place: (buffer: Buffer) => number): void {
  if (kernel === null) throw new Error(`${what} has no kernel`)
  try {
    for (const { name, offsets } of kernel.parts) {
      kernels.get(name)?.(...kernel.buffers.map((buffer, i) => place(buffer) + (offsets?.[i] ?? 0)))
    }
  } catch (error) {
    throw error instanceof WebAssembly.RuntimeError ? trapped(error, node, what) : error
  }
}

function placeOf(roles: DraftedUpdate["roles"], at: Lying, buffer: Buffer): number {
  const role = roles.get(buffer)
  if (role === undefined) return buffer.at
  if (role === "param") return at.param.data.byteOffset
  if (role === "grad") return at.gradient.data.byteOffset
  if (role === "next") return at.next.byteOffset
  const array = (role.next ? at.nextState : at.state)[role.slot]
  if (array === undefined) throw new Error(`nothing is kept as ${role.slot}`)
  return array.byteOffset
}

function copiesIn(memory: ArrayBufferLike, { params, rule }: UpdatePlan, param: number): readonly Arrays[] {
  const { count, home } = params[param] ?? {}
  if (count === undefined || home === undefined) throw new Error(`there is no param ${param}`)
  const each = 1 + rule.slots.length
  const array = (i: number): Float32Array => new Float32Array(memory, home.at + i * arrayBytes(count), count)
  return Array.from({ length: COPIES }, (_, copy) => ({
    data: array(copy * each),
    state: Object.fromEntries(rule.slots.map((slot, i) => [slot, array(copy * each + 1 + i)])),
  }))
}

function gradientsIn(
  memory: ArrayBufferLike,
  { params, rule }: UpdatePlan,
  which: number,
): ReadonlyMap<string, Float32Array> {
  const before = COPIES * (1 + rule.slots.length)
  return new Map(
    params.map(({ param, count, home }) => {
      return [param.name, new Float32Array(memory, home.at + (before + which) * arrayBytes(count), count)]
    }),
  )
}
