// A training under way: the params as they are, and one step at a time. A step changes nothing until it is whole, so that it
// may be broken off, and the step before stays to be looked at: params, state and batch that it started from.

import type { Problem } from "../../graph/problem.ts"
import { allocate, type Tensor, type TensorData } from "../../tensor/tensor.ts"
import { classesFed } from "../classes.ts"
import { firstNonFinite } from "../faults.ts"
import { isSource, type RunnableNode } from "../forward.ts"
import { normOf } from "../optimizers/clipping.ts"
import type { AnyUpdateAt } from "../optimizers/optimizer.ts"
import { type Kept, type Pass, tensorAt } from "../pass.ts"
import { keptTensors } from "../tensors.ts"
import { batchOf, epochOrder, stepSeed } from "./batches.ts"
import { type Counted, countCorrect, NOTHING_COUNTED } from "./metrics.ts"
import type { TrainPlan } from "./plan.ts"
import { backwardPass, forwardPass, type Prepared } from "./prepared.ts"
import type { LearnedParam, StepPoint } from "./report.ts"

/**
 * One param's numbers and what its optimizer keeps. There are three of each, which change places with every step: as it is,
 * as it was before the last step (to look at), and the one that is written.
 */
interface Held {
  readonly param: LearnedParam
  readonly tensor: Tensor
  readonly state: { readonly [slot: string]: TensorData }
}

/** What a step started from. */
export interface Taken {
  /** From 1. */
  readonly step: number
  readonly prepared: Prepared
  readonly seed: number
  /** By node: params, buffers and inputs before the step. */
  readonly kept: ReadonlyMap<string, Kept>
  /** By `node.param`, as the optimizer saw them. */
  readonly updates: ReadonlyMap<string, AnyUpdateAt>
}

export interface StepOutcome {
  readonly point: StepPoint
  /** Examples of the batch, and how many of its classes were right. */
  readonly examples: number
  readonly counted: Counted
  /** RMS of the gradient of each learned param, before clipping; NaN where none arrived. */
  readonly gradients: readonly number[]
}

/** A step that cannot be counted: nothing of it is kept. */
export interface BadStep {
  readonly problem: Problem
}

export interface Learner {
  readonly plan: TrainPlan
  /** Steps done. */
  readonly step: () => number
  /** Takes a step; yields the node at work. Breaking it off leaves everything as it was. */
  readonly take: () => Generator<string, StepOutcome | BadStep, void>
  /** What every node starts with now, by node; fed Inputs apart. */
  readonly kept: () => ReadonlyMap<string, Kept>
  readonly initial: () => ReadonlyMap<string, Kept>
  /** The last whole step. */
  readonly last: () => Taken | null
  /** A param as it is now. */
  readonly param: (name: string) => Tensor | undefined
}

/** Everything as it is before the first step: params drawn or written as a plain run has them. */
export function startLearner(plan: TrainPlan, diagnose: (taken: Taken) => Problem | null): Learner {
  const first = plan.at(plan.summary.batchSize ?? 0, "train")
  const initial = startOf(plan, first)
  let kept = initial
  const start = plan.summary.params.map((param) => startHeld(plan, param, tensorIn(initial, param.name)))
  let held = start.map(copyOf)
  let previous = start.map(copyOf)
  let spare = start.map(copyOf)
  let step = 0
  let last: Taken | null = null
  let order: { readonly epoch: number; readonly rows: Int32Array } | null = null

  const rowsOf = (): Int32Array | null => {
    if (plan.data === null) return null
    const { stepsPerEpoch, batchSize } = plan.summary
    const size = batchSize ?? 0
    const epoch = Math.floor(step / stepsPerEpoch)
    if (order?.epoch !== epoch) {
      // The sum over all examples does not depend on their order.
      const shuffle = plan.shuffle && stepsPerEpoch > 1
      order = { epoch, rows: epochOrder(plan.data.training.count, plan.seed, epoch, shuffle) }
    }
    const start = (step % stepsPerEpoch) * size
    return order.rows.subarray(start, start + size)
  }

  function* take(): Generator<string, StepOutcome | BadStep, void> {
    const rows = rowsOf()
    const number = step + 1
    const prepared = plan.at(rows?.length ?? 0, "train")
    const seed = stepSeed(plan.seed, number)
    const before = startOfStep(plan, prepared, kept, rows, seed)
    const pass = yield* forwardPass(prepared, before, plan.dtype, seed)
    const [failed] = pass.problems
    if (failed !== undefined) return { problem: { ...failed, code: "GW-R121", sentence: inStep(number, failed) } }
    const loss = tensorAt(pass, prepared.end)?.data[0] ?? Number.NaN
    const found = yield* backwardPass(prepared, pass)
    const [broken] = pass.problems
    if (broken !== undefined) return { problem: { ...broken, code: "GW-R121", sentence: inStep(number, broken) } }
    const gradients = held.map(({ param }) => found.get(param.name))
    const norms = gradients.map((gradient) => (gradient === undefined ? Number.NaN : normOf([gradient])))
    const gradientNorm = Math.hypot(...norms.map((norm, i) => (gradients[i] === undefined ? 0 : norm)))
    const { rate, updates } = prepareUpdates(plan, number, gradients, held, spare)
    const taken: Taken = { step: number, prepared, seed, kept: before, updates }
    let sound = Number.isFinite(loss) && Number.isFinite(gradientNorm)
    if (sound) {
      for (const [name, at] of updates) {
        yield name.slice(0, name.lastIndexOf("."))
        plan.choices.optimizer.of.update(at)
        const next = { shape: at.param.shape, data: at.next }
        // The sum of squares is the quick look; it may overflow where no number does.
        sound &&= Number.isFinite(normOf([next])) || firstNonFinite(next) < 0
      }
    }
    if (!sound) {
      const large = held.find((_, i) => gradients[i] !== undefined && !Number.isFinite(norms[i]))
      return { problem: diagnose(taken) ?? tooLarge(number, large?.param) }
    }
    // From here on nothing yields: the step is made whole.
    const turned = (from: readonly Held[], stays: readonly Held[]): Held[] =>
      stays.map((own, i) => (gradients[i] === undefined ? own : (from[i] ?? own)))
    const [now, was, next] = [turned(spare, held), turned(held, previous), turned(previous, spare)]
    held = now
    previous = was
    spare = next
    kept = keptAfter(kept, held, prepared, pass)
    step = number
    last = taken
    return {
      point: { step, loss, rate, gradientNorm },
      examples: rows?.length ?? 1,
      counted: plan.summary.classified === null ? NOTHING_COUNTED : countCorrect(pass, plan.summary.classified),
      gradients: norms.map((norm, i) => norm / Math.sqrt(held[i]?.tensor.data.length ?? 1)),
    }
  }

  return {
    plan,
    step: () => step,
    take,
    kept: () => kept,
    initial: () => initial,
    last: () => last,
    param: (name) => held.find(({ param }) => param.name === name)?.tensor,
  }
}

// ---- Before the first step ------------------------------------------------------------------------------------------

/** What every node of the graph starts with. Fed Inputs are left out: each step brings theirs. */
function startOf(plan: TrainPlan, prepared: Prepared): ReadonlyMap<string, Kept> {
  const fed = new Set(plan.feeds.map(({ input }) => input))
  const kept = new Map<string, Kept>()
  for (const node of prepared.nodes) {
    if (fed.has(node.id)) continue
    kept.set(node.id, keptTensors(node, classesFed(prepared.analysis, node.id), plan.seed, plan.dtype))
  }
  return kept
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

// ---- One step -------------------------------------------------------------------------------------------------------

/** What the nodes start with, the batch and whatever is drawn anew included. */
function startOfStep(
  plan: TrainPlan,
  prepared: Prepared,
  kept: ReadonlyMap<string, Kept>,
  rows: Int32Array | null,
  seed: number,
): ReadonlyMap<string, Kept> {
  const start = new Map(kept)
  if (plan.data !== null && rows !== null) {
    for (const [input, tensor] of batchOf(plan.data.training, plan.feeds, rows)) {
      start.set(input, { params: NONE, buffers: new Map([["value", tensor]]) })
    }
  }
  if (!plan.redraw) return start
  for (const node of prepared.nodes) {
    if (node.op.kind !== "Input" || node.node.values?.value !== undefined || !kept.has(node.id)) continue
    start.set(node.id, keptTensors(node, classesFed(prepared.analysis, node.id), seed, plan.dtype))
  }
  return start
}

const NONE: ReadonlyMap<string, Tensor> = new Map()

/** Clips, and lays out the update of each param that a gradient has reached. */
function prepareUpdates(
  plan: TrainPlan,
  step: number,
  gradients: readonly (Tensor | undefined)[],
  held: readonly Held[],
  spare: readonly Held[],
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
      step,
      param: tensor,
      gradient,
      state,
      next: into.tensor.data,
      nextState: into.state,
    })
  }
  return { rate: rateOf(lr), updates }
}

/** Params and running statistics as the step leaves them. */
function keptAfter(
  kept: ReadonlyMap<string, Kept>,
  held: readonly Held[],
  prepared: Prepared,
  pass: Pass,
): ReadonlyMap<string, Kept> {
  const after = new Map(kept)
  for (const { param, tensor } of held) {
    const before = after.get(param.node)
    if (before === undefined) continue
    const name = param.name.slice(param.node.length + 1)
    after.set(param.node, { params: new Map([...before.params, [name, tensor]]), buffers: before.buffers })
  }
  for (const node of prepared.nodes) {
    const updated = updatedBuffers(node, pass)
    const before = after.get(node.id)
    if (updated === null || before === undefined) continue
    after.set(node.id, { params: before.params, buffers: new Map([...before.buffers, ...Object.entries(updated)]) })
  }
  return after
}

function updatedBuffers(node: RunnableNode, pass: Pass): { readonly [name: string]: Tensor } | null {
  const context = pass.contexts.get(node.id)
  const outputs = pass.outputs.get(node.id)
  if (isSource(node.op) || node.op.updates === undefined || !context || !outputs) return null
  return node.op.updates({ ...context, outputs })
}

function inStep(step: number, problem: Problem): string {
  return `Step ${step} could not be computed: ${problem.sentence} The params are as they were before it.`
}

/** Each number is finite, but not the sum of their squares. */
function tooLarge(step: number, param: LearnedParam | undefined): Problem {
  const what = param === undefined ? "the gradient" : `the gradient of "${param.name}"`
  const sentence = `Training diverged in step ${step}: ${what} is too large for its norm to be counted. The params are as they were before this step. Try a smaller learning rate, or clip the gradients.`
  const where = param === undefined ? {} : { node: param.node, port: param.name.slice(param.node.length + 1) }
  return { code: "GW-R120", severity: "error", sentence, ...where }
}
