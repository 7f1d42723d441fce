// The first steps of a training with all that somebody else needs to take them again. This folder is what is told of a training;
// it takes no step of its own accord.

import type { GradwireDocument } from "../../../graph/document.ts"
import type { Problem } from "../../../graph/problem.ts"
import type { NoTraining, StepNumbers, TrainingNumbers, TrainingSettings } from "../../../graph/values/recorded.ts"
import { placeName, type Source } from "../../../graph/wire.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { ended } from "../../../tensor/work.ts"
import { isSource } from "../../pass/forward.ts"
import { eachOutput } from "../../pass/pass.ts"
import { upstreamAt } from "../../pass/upstream.ts"
import type { Learner } from "../learner.ts"
import { planTraining } from "../plan.ts"
import { forwardPass } from "../prepared.ts"
import type { TrainOptions, TrainPlan } from "../report.ts"
import { startRun, trainSteps } from "../train.ts"
import { batchAxis } from "./batchAxis.ts"
import { statisticsOf } from "./snapshot.ts"

/** The first `count` steps of a document's training, or why there are none. */
export function recordedTraining(
  document: GradwireDocument,
  count: number,
  options: TrainOptions,
): TrainingNumbers | NoTraining {
  const { plan, problems } = planTraining(document, options)
  if (plan === null) return notPlanned(problems)
  const run = startRun(plan)
  const steps: StepNumbers[] = []
  for (const { kind } of trainSteps(run)) {
    if (kind === "step") steps.push(recorded(run.learner))
    if (steps.length === count) break
  }
  return run.problem === null ? { ...settingsOf(plan), steps } : { problem: run.problem.sentence }
}

/** Why a training cannot begin. */
export function notPlanned(problems: readonly Problem[]): NoTraining {
  const error = problems.find(({ severity }) => severity === "error")
  return { problem: error?.sentence ?? "The training cannot be planned." }
}

/** How a planned training learns, in words of PyTorch. */
export function settingsOf({ choices, summary, frozen }: TrainPlan): TrainingSettings {
  const { optimizer, schedule, clip, lr } = choices
  const { kind, attrs: specs, torch } = optimizer.of
  const factors = summary.params.map(({ name, multiplier }) => [name, multiplier] as const)
  return {
    optimizer: { kind, specs, attrs: optimizer.attrs, torch },
    lr,
    schedule: schedule.of.torch(schedule.attrs),
    clip: clip === null ? null : clip.of.torch(clip.attrs),
    multipliers: new Map([...factors, ...[...frozen].map((name) => [name, 0] as const)]),
    epochs: summary.epochs,
    stepsPerEpoch: summary.stepsPerEpoch,
  }
}

/** The last step of a learner; its pass is made again for what it drew. */
function recorded(learner: Learner): StepNumbers {
  const taken = learner.last()
  if (taken === null) throw new Error("no step was taken")
  const { plan } = learner
  const { prepared, kept, seed } = taken
  const pass = ended(forwardPass(prepared, kept, plan.dtype, seed))
  const follows = (source: Source) => batchAxis(prepared, source, plan.summary.batchSize) !== null
  const inputs = new Map<string, Tensor>()
  const masks = new Map<string, Tensor>()
  for (const node of prepared.nodes) {
    for (const { source, held } of eachOutput(node, pass.outputs.get(node.id) ?? {})) {
      if (node.op.kind === "Input" || (isSource(node.op) && follows(source))) inputs.set(placeName(source), held)
      if (source.port === "mask") masks.set(placeName(source), held)
    }
  }
  return { inputs, masks, upstream: upstreamAt(pass, prepared.roots), ...left(learner) }
}

/** Params and running statistics, copied: the next step writes into them. */
function left(learner: Learner): Pick<StepNumbers, "params" | "buffers"> {
  const params = learner.plan.summary.params.flatMap(({ name }) => {
    const tensor = learner.param(name)
    return tensor === undefined ? [] : [[name, { shape: tensor.shape, data: tensor.data.slice() }] as const]
  })
  return { params: new Map(params), buffers: statisticsOf(learner, learner.kept()) }
}
