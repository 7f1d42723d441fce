// The params of a training and what its optimizer keeps for them, and the update of one step.

import { allocate, type Tensor, type TensorData } from "../../tensor/tensor.ts"
import { isGenerator, type Work } from "../../tensor/work.ts"
import { firstNonFinite } from "../faults.ts"
import { normOf } from "../optimizers/clipping.ts"
import type { AnyUpdateAt } from "../optimizers/optimizer.ts"
import type { Kept } from "../pass/pass.ts"
import type { TrainPlan } from "./plan.ts"
import type { LearnedParam } from "./report.ts"

/**
 * One param's numbers and what its optimizer keeps. There are three of each, which change places with every step: as it is,
 * as it was before the last step (to look at), and the one that is written.
 */
export interface Held {
  readonly param: LearnedParam
  readonly tensor: Tensor
  readonly state: { readonly [slot: string]: TensorData }
}

/** The three of every param, each list in the order of the plan's params. */
export interface Halves {
  readonly now: readonly Held[]
  readonly before: readonly Held[]
  readonly spare: readonly Held[]
}

/** All three start from the first numbers, each in arrays of its own. */
export function startHalves(plan: TrainPlan, initial: ReadonlyMap<string, Kept>): Halves {
  const start = plan.summary.params.map((param) => startHeld(plan, param, tensorIn(initial, param.name)))
  return { now: start.map(copyOf), before: start.map(copyOf), spare: start.map(copyOf) }
}

/** After a step: what was written is now, what was now was before. Params that no gradient reached stay. */
export function turned({ now, before, spare }: Halves, reached: readonly boolean[]): Halves {
  const from = (next: readonly Held[], stays: readonly Held[]): Held[] =>
    stays.map((own, i) => (reached[i] === true ? (next[i] ?? own) : own))
  return { now: from(spare, now), before: from(now, before), spare: from(before, spare) }
}

function tensorIn(kept: ReadonlyMap<string, Kept>, name: string): Tensor {
  const dot = name.lastIndexOf(".")
  const tensor = kept.get(name.slice(0, dot))?.params.get(name.slice(dot + 1))
  if (tensor === undefined) throw new Error(`no param ${name} among what the nodes start with`)
  return tensor
}

function startHeld(plan: TrainPlan, param: LearnedParam, tensor: Tensor): Held {
  const { of } = plan.choices.optimizer
  const used = of.uses(plan.choices.optimizer.attrs)
  const size = tensor.data.length
  const state = Object.fromEntries(
    Object.keys(of.slots).map((slot) => [slot, allocate(used.includes(slot) ? size : 0, plan.dtype)]),
  )
  return { param, tensor, state }
}

/** The same in arrays of its own. */
function copyOf({ param, tensor, state }: Held): Held {
  const like = (data: TensorData): TensorData => data.slice()
  return {
    param,
    tensor: { shape: tensor.shape, data: like(tensor.data) },
    state: Object.fromEntries(Object.entries(state).map(([slot, data]) => [slot, like(data)])),
  }
}

/** Clips, and lays out the update of each param that a gradient has reached. */
export function prepareUpdates(
  plan: TrainPlan,
  step: number,
  gradients: readonly (Tensor | undefined)[],
  { now: held, spare }: Halves,
): { readonly rate: number; readonly updates: ReadonlyMap<string, AnyUpdateAt> } {
  const { choices, summary } = plan
  const { clip, schedule, optimizer, lr } = choices
  const reached = gradients.filter((gradient) => gradient !== undefined)
  const clipped = clip === null ? reached : clip.of.clip(clip.attrs, reached)
  const when = {
    epoch: Math.floor((step - 1) / summary.stepsPerEpoch),
    step: step - 1,
    epochs: summary.epochs,
    steps: summary.steps,
  }
  const rateOf = (base: number): number => schedule.of.rate(schedule.attrs, base, when)
  const updates = new Map<string, AnyUpdateAt>()
  let next = 0
  for (const [i, { param, tensor, state }] of held.entries()) {
    const into = spare[i]
    if (gradients[i] === undefined || into === undefined) continue
    const gradient = clipped[next++]
    if (gradient === undefined) throw new Error(`clipping answered ${clipped.length} gradients for ${reached.length}`)
    updates.set(param.name, {
      attrs: optimizer.attrs,
      rate: rateOf(lr * param.multiplier),
      step: step - plan.done,
      param: tensor,
      gradient,
      state,
      next: into.tensor.data,
      nextState: into.state,
    })
  }
  return { rate: rateOf(lr), updates }
}

/** Work on a param, each yield under its node. */
export function* onParam<T>(name: string, work: Work<T>): Generator<string, T, void> {
  if (!isGenerator(work)) return work
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
    yield name.slice(0, name.lastIndexOf("."))
  }
}

/** Writes the updates, yielding the node of each. False if a number of a param is not finite. */
export function* update(plan: TrainPlan, updates: ReadonlyMap<string, AnyUpdateAt>): Generator<string, boolean, void> {
  for (const [name, at] of updates) {
    yield name.slice(0, name.lastIndexOf("."))
    yield* onParam(name, plan.choices.optimizer.of.update(at))
    const next = { shape: at.param.shape, data: at.next }
    // The sum of squares is the quick look; it may overflow where no number does.
    if (!Number.isFinite(normOf([next])) && firstNonFinite(next) >= 0) return false
  }
  return true
}
