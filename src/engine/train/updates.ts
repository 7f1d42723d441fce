// The params of a training and what its optimizer keeps for them, and the update of one step.

import { squares } from "../../tensor/net/optimize.ts"
import { allocate, type Tensor, type TensorData } from "../../tensor/tensor.ts"
import { isGenerator, type Work } from "../../tensor/work.ts"
import { firstNonFinite } from "../faults.ts"
import type { AnyUpdateAt } from "../optimizers/optimizer.ts"
import type { Kept } from "../pass/pass.ts"
import type { Rule } from "../planned/updates/drafted.ts"
import { type Arrays, startUpdating, type Updating } from "../planned/updates/updating.ts"
import type { LearnedParam, TrainPlan } from "./report.ts"

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

/** Kernels that step the params of a plan; null where loops do: for the ops' own rules, or where there is no memory for them. */
export function updatingOf({ summary, choices }: TrainPlan): Updating | null {
  if (summary.engine === "eager") return null
  return startUpdating(summary.params, ruleOf(choices), summary.engine === "fastest")
}

/** What is done to every param, as data. */
export function ruleOf({ optimizer: { of, attrs }, clip }: TrainPlan["choices"]): Rule {
  const clipping = clip === null ? null : { kind: clip.of.kind, fast: clip.of.fast(clip.attrs) }
  return { kind: of.kind, update: of.fast(attrs), slots: of.uses(attrs), clip: clipping }
}

/** All three start from the first numbers, each in arrays of its own, those of the kernels where there are any. */
export function startHalves(plan: TrainPlan, initial: ReadonlyMap<string, Kept>, updating: Updating | null): Halves {
  const start = plan.summary.params.map((param) => startHeld(plan, param, tensorIn(initial, param.name)))
  const copied = (which: number): readonly Held[] =>
    start.map((held, i) => (updating === null ? copyOf(held) : placed(held, updating.copies(i)[which])))
  return { now: copied(0), before: copied(1), spare: copied(2) }
}

/** The same in arrays that are there. */
function placed({ param, tensor: { shape, data }, state }: Held, arrays: Arrays | undefined): Held {
  if (arrays === undefined) throw new Error(`there are no arrays for ${param.name}`)
  arrays.data.set(data)
  return { param, tensor: { shape, data: arrays.data }, state: { ...state, ...arrays.state } }
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

/** Σg² of each gradient; undefined where none arrived. */
export function squaresOf(
  { summary }: TrainPlan,
  gradients: readonly (Tensor | undefined)[],
  updating: Updating | null,
): readonly (number | undefined)[] {
  return summary.params.map(({ name }, i) => {
    const data = gradients[i]?.data
    return data && (updating === null ? squares(data) : updating.squares(name, data))
  })
}

/** Clips, and lays out the update of each param that a gradient has reached. */
export function prepareUpdates(
  plan: TrainPlan,
  step: number,
  gradients: readonly (Tensor | undefined)[],
  { now: held, spare }: Halves,
  clipped: readonly Tensor[],
): { readonly rate: number; readonly updates: ReadonlyMap<string, AnyUpdateAt> } {
  const { choices, summary } = plan
  const { schedule, optimizer, lr } = choices
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
    if (gradient === undefined) throw new Error(`clipping answered ${clipped.length} gradients, too few`)
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

/**
 * The gradients that arrived, clipped as the plan says: kernels clip them where they lie, loops leave them and answer others.
 * `total`: Σg² of them all.
 */
export function clippedBy(
  { choices: { clip }, summary }: TrainPlan,
  gradients: readonly (Tensor | undefined)[],
  total: number,
  updating: Updating | null,
): readonly Tensor[] {
  const reached = gradients.filter((gradient) => gradient !== undefined)
  if (clip === null) return reached
  if (updating === null) return clip.of.clip(clip.attrs, reached)
  const arrived = summary.params.flatMap(({ name }, i) => (gradients[i] ? [[name, gradients[i].data] as const] : []))
  const { norm } = clip.of.fast(clip.attrs)
  const largest = (): number => Math.max(0, ...arrived.map(([name, data]) => updating.largest(name, data)))
  const numbers = clip.of.scalars(clip.attrs, norm === "inf" ? largest() : Math.sqrt(total))
  if (numbers !== null) for (const [name, data] of arrived) updating.clip(name, data, numbers)
  return reached
}

/** Writes the updates, yielding the node of each. Answers Σw² of each new param; null if a number of one is not finite. */
export function* update(
  { choices }: TrainPlan,
  updates: ReadonlyMap<string, AnyUpdateAt>,
  updating: Updating | null,
): Generator<string, ReadonlyMap<string, number> | null, void> {
  const { of } = choices.optimizer
  const sums = new Map<string, number>()
  for (const [name, at] of updates) {
    yield name.slice(0, name.lastIndexOf("."))
    if (updating === null) yield* onParam(name, of.update(at))
    const sum = updating === null ? squares(at.next) : yield* onParam(name, updating.update(name, at, of.scalars(at)))
    // The sum of squares is the quick look; it may overflow where no number does.
    if (!Number.isFinite(sum) && firstNonFinite({ shape: at.param.shape, data: at.next }) >= 0) return null
    sums.set(name, sum)
  }
  return sums
}
