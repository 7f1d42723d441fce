// What a training shows of itself: copies of its params, the last step again in full, one weight's update in numbers.

import type { Tensor } from "../../../tensor/tensor.ts"
import { ended } from "../../../tensor/work.ts"
import { writtenUpdate } from "../../optimizers/written.ts"
import { isSource } from "../../pass/forward.ts"
import type { Kept } from "../../pass/pass.ts"
import type { RunResult } from "../../pass/result.ts"
import { runSteps } from "../../planned/plain.ts"
import { type Learner, type Start, startOfAny } from "../learner.ts"
import type { TrainPlan, TrainSnapshot, UpdateExplanation } from "../report.ts"
import { onParam } from "../updates.ts"

/** Params, buffers and first params as copies; with `run` the last step again, with every value and gradient. */
export function* snapshotOf(
  learner: Learner,
  epoch: number,
  run: boolean,
): Generator<string, TrainSnapshot<RunResult>, void> {
  const last = learner.last()
  const shown = run && last !== null ? yield* stepAgain(learner.plan, last) : null
  return { step: learner.step(), epoch, ...copiesOf(learner, learner.kept()), run: shown }
}

/** A step before the last again in full, with the params and statistics that it started from. */
export function* pastSnapshot(
  learner: Learner,
  step: number,
  kept: ReadonlyMap<string, Kept>,
): Generator<string, TrainSnapshot<RunResult>, void> {
  const { plan } = learner
  const run = yield* stepAgain(plan, startOfAny(plan, step, kept))
  const epoch = Math.floor((step - 1) / plan.summary.stepsPerEpoch)
  return { step, epoch, ...copiesOf(learner, kept), run }
}

function copiesOf(learner: Learner, kept: ReadonlyMap<string, Kept>) {
  return {
    params: namedTensors(kept, "params"),
    initial: namedTensors(learner.initial(), "params"),
    buffers: statisticsOf(learner, kept),
  }
}

/** Params, buffers and first params as copies, at once. */
export function learnedBy(learner: Learner, epoch: number): TrainSnapshot<RunResult> {
  return ended(snapshotOf(learner, epoch, false))
}

function* stepAgain({ dtype, summary }: TrainPlan, start: Start): Generator<string, RunResult, void> {
  const options = { mode: "train", dtype, seed: start.seed, engine: summary.engine } as const
  const steps = runSteps(start.prepared.analysis, options, undefined, start.kept)
  for (;;) {
    const next = steps.next()
    if (next.done) return detached(next.value)
    yield next.value.node
  }
}

/** A run's tensors may be the training's own params and data, or lie where another run will: those stay here. */
function detached({ arena, plan: _, ...result }: RunResult): RunResult {
  const copies = new Map<Tensor["data"], Tensor["data"]>()
  const copy = (tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> =>
    new Map(
      [...tensors].map(([name, { shape, data }]) => {
        const copied = copies.get(data) ?? data.slice()
        copies.set(data, copied)
        return [name, { shape, data: copied }] as const
      }),
    )
  const own = { values: copy(result.values), params: copy(result.params), buffers: copy(result.buffers) }
  if (arena === undefined) return { ...result, ...own }
  const rest = { onCards: copy(result.onCards), gradients: copy(result.gradients), wires: copy(result.wires) }
  arena.release()
  return { ...result, ...own, ...rest }
}

/** Running statistics by `node.name`, as copies. */
export function statisticsOf(learner: Learner, kept: ReadonlyMap<string, Kept>): ReadonlyMap<string, Tensor> {
  return namedTensors(withoutSources(learner, kept), "buffers")
}

/** The source's value stands among the values, not among what is kept. */
function withoutSources({ plan }: Learner, kept: ReadonlyMap<string, Kept>): ReadonlyMap<string, Kept> {
  const { analysis } = plan.at(plan.summary.batchSize ?? 0, "train")
  return new Map(
    [...kept].filter(([id]) => {
      const op = analysis.nodes.get(id)?.op
      return op != null && !isSource(op)
    }),
  )
}

function namedTensors(kept: ReadonlyMap<string, Kept>, which: "params" | "buffers"): ReadonlyMap<string, Tensor> {
  const named = new Map<string, Tensor>()
  for (const [node, held] of kept) {
    for (const [name, { shape, data }] of held[which]) named.set(`${node}.${name}`, { shape, data: data.slice() })
  }
  return named
}

/** One weight's update in the last step, or a sentence that says why there is none. */
export function* explainUpdate(
  learner: Learner,
  param: string,
  index: number,
): Generator<string, UpdateExplanation | string, void> {
  const last = learner.last()
  if (last === null) return "No step has been taken yet; take one, then its update can be shown."
  const at = last.updates.get(param)
  if (at === undefined) {
    const frozen = learner.plan.frozen.has(param)
    return frozen ? `"${param}" is frozen: its multiplier is 0.` : `"${param}" was not updated in step ${last.step}.`
  }
  const before = at.param.data[index]
  if (before === undefined) return `"${param}" has ${at.param.data.length} numbers, and ${index} is none of them.`
  const optimizer = learner.plan.choices.optimizer.of
  return {
    param,
    index,
    step: last.step,
    optimizer: optimizer.kind,
    before,
    gradient: at.gradient.data[index] ?? Number.NaN,
    after: at.next[index] ?? Number.NaN,
    rate: at.rate,
    ...(yield* onParam(param, writtenUpdate(optimizer, at, index))),
  }
}
