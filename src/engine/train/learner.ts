// A training under way: the params as they are, and one step at a time. A step changes nothing until it is whole, so that it
// may be broken off, and the step before stays to be looked at: params, state and batch that it started from.

import type { Problem } from "../../graph/problem.ts"
import { squares } from "../../tensor/net/optimize.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { MadeData } from "../data/data.ts"
import type { AnyUpdateAt } from "../optimizers/optimizer.ts"
import type { Kept, Pass } from "../pass/pass.ts"
import type { Updating } from "../planned/updates/updating.ts"
import { epochOrder, stepSeed } from "./batches.ts"
import { type Counted, countCorrect, NOTHING_COUNTED } from "./metrics.ts"
import { type Passes, passesOf } from "./passes.ts"
import { lossOf, type Prepared } from "./prepared.ts"
import type { LearnedParam, StepPoint, TrainPlan } from "./report.ts"
import { keptAfter, startOf, startOfStep } from "./starts.ts"
import {
  clippedBy,
  type Halves,
  type Held,
  prepareUpdates,
  squaresOf,
  startHalves,
  turned,
  update,
  updatingOf,
} from "./updates.ts"

/** All that a step's numbers depend on. */
export interface Start {
  readonly prepared: Prepared
  readonly seed: number
  /** By node: params, buffers and inputs before the step. */
  readonly kept: ReadonlyMap<string, Kept>
}

/** What a step started from, kept to explain it, or to take it again in full. */
export interface Taken extends Start {
  /** From 1. */
  readonly step: number
  /** By `node.param`, as the optimizer saw them. */
  readonly updates: ReadonlyMap<string, AnyUpdateAt>
}

interface StepOutcome {
  readonly point: StepPoint
  /** Examples of the batch, and how many of its classes were right. */
  readonly examples: number
  readonly counted: Counted
  /** RMS of the gradient of each learned param, before clipping; NaN where none arrived. */
  readonly gradients: readonly number[]
  /** RMS of each learned param after the step. */
  readonly values: () => readonly number[]
}

/** A step that cannot be counted: nothing of it is kept. */
interface BadStep {
  readonly problem: Problem
}

/** Params at work: what they are now, the step that changes them, and the way back where a step fails. */
export interface Learner {
  readonly plan: TrainPlan
  /** Who runs forward and backward. */
  readonly passes: Passes
  /** Steps done, those elsewhere included. */
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
export function startLearner(plan: TrainPlan, diagnose: Diagnose): Learner {
  const initial = startOf(plan, plan.at(plan.summary.batchSize ?? 0, "train"))
  const [passes, updating] = [passesOf(plan), updatingOf(plan)]
  const state: State = {
    plan,
    passes,
    updating,
    diagnose,
    step: plan.done,
    kept: initial,
    halves: startHalves(plan, initial, updating),
    last: null,
    order: null,
  }
  return {
    plan,
    passes,
    step: () => state.step,
    take: () => take(state),
    kept: () => state.kept,
    initial: () => initial,
    last: () => state.last,
    param: (name) => state.halves.now.find(({ param }) => param.name === name)?.tensor,
  }
}

/** Names what went wrong in a step that came to a number that is not finite, or null. */
type Diagnose = (taken: Taken) => Problem | null

/** What a step changes, all at once at its end. */
interface State {
  readonly plan: TrainPlan
  readonly passes: Passes
  readonly updating: Updating | null
  readonly diagnose: Diagnose
  step: number
  kept: ReadonlyMap<string, Kept>
  halves: Halves
  last: Taken | null
  order: { readonly epoch: number; readonly rows: Int32Array } | null
}

function* take(state: State): Generator<string, StepOutcome | BadStep, void> {
  const { plan, halves, updating } = state
  const rows = rowsOf(state)
  const step = state.step + 1
  const prepared = plan.at(rows?.length ?? 0, "train")
  const seed = stepSeed(plan.seed, step)
  const kept = startOfStep(plan, prepared, state.kept, rows, seed)
  const pass = yield* state.passes.forward(prepared, kept, seed)
  const loss = lossOf(prepared, pass)
  const into = updating?.gradients()
  const found = pass.problems.length > 0 ? NO_GRADIENTS : yield* state.passes.backward(prepared, pass, into)
  const [failed] = pass.problems
  if (failed !== undefined) return { problem: { ...failed, code: "GW-R121", sentence: inStep(step, failed) } }
  const gradients = halves.now.map(({ param }) => found.get(param.name))
  const sums = squaresOf(plan, gradients, updating)
  const total = sums.reduce<number>((sum, own = 0) => sum + own, 0)
  const gradientNorm = Math.sqrt(total)
  const clipped = clippedBy(plan, gradients, total, updating)
  const { rate, updates } = prepareUpdates(plan, step, gradients, halves, clipped)
  const taken: Taken = { step, prepared, seed, kept, updates }
  const sound = Number.isFinite(loss) && Number.isFinite(gradientNorm)
  const weights = sound ? yield* update(plan, updates, updating) : null
  if (weights === null) {
    const large = halves.now.find((_, i) => sums[i] !== undefined && !Number.isFinite(sums[i]))
    return { problem: state.diagnose(taken) ?? tooLarge(step, large?.param) }
  }
  const reached = gradients.map((gradient) => gradient !== undefined)
  makeWhole(state, taken, reached, pass)
  const { now } = state.halves
  const rms = (sum: number | undefined, { tensor }: Held): number => Math.sqrt((sum ?? Number.NaN) / tensor.data.length)
  return {
    point: { step, loss, rate, gradientNorm },
    examples: rows?.length ?? 1,
    counted: plan.summary.classified === null ? NOTHING_COUNTED : countCorrect(pass, plan.summary.classified),
    gradients: now.map((held, i) => rms(sums[i], held)),
    values: () => now.map((held) => rms(weights.get(held.param.name) ?? squares(held.tensor.data), held)),
  }
}

/** Nothing of it yields. */
function makeWhole(state: State, taken: Taken, reached: readonly boolean[], pass: Pass): void {
  state.halves = turned(state.halves, reached)
  state.kept = keptAfter(state.kept, state.halves.now, taken.prepared, pass)
  state.step = taken.step
  state.last = taken
  state.updating?.turn()
}

const NO_GRADIENTS: ReadonlyMap<string, Tensor> = new Map()

/** The examples of the next step; null without data. */
function rowsOf(state: State): Int32Array | null {
  const { plan, step } = state
  if (plan.data === null) return null
  const epoch = Math.floor(step / plan.summary.stepsPerEpoch)
  if (state.order?.epoch !== epoch) state.order = { epoch, rows: orderOf(plan, plan.data, epoch) }
  return batchIn(plan, state.order.rows, step)
}

function orderOf(plan: TrainPlan, { training }: MadeData, epoch: number): Int32Array {
  // The sum over all examples does not depend on their order.
  const shuffle = plan.shuffle && (plan.summary.batchSize ?? 0) < training.count
  return epochOrder(training.count, plan.seed, epoch, shuffle)
}

/** Of the examples of an epoch those of the step after `done` ones. */
function batchIn({ summary: { stepsPerEpoch, batchSize } }: TrainPlan, rows: Int32Array, done: number): Int32Array {
  const size = batchSize ?? 0
  const start = (done % stepsPerEpoch) * size
  return rows.subarray(start, start + size)
}

/** Any step before it is taken: what it runs, and with the params and statistics that are given what every node starts with. */
export function startOfAny(plan: TrainPlan, step: number, kept: ReadonlyMap<string, Kept>): Start {
  const { data, seed: all } = plan
  const epoch = Math.floor((step - 1) / plan.summary.stepsPerEpoch)
  const rows = data === null ? null : batchIn(plan, orderOf(plan, data, epoch), step - 1)
  const prepared = plan.at(rows?.length ?? 0, "train")
  const seed = stepSeed(all, step)
  return { prepared, seed, kept: startOfStep(plan, prepared, kept, rows, seed) }
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
