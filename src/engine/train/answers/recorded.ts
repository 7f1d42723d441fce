// The first steps of a training with all that somebody else needs to take them again. This folder is what is told of a training;
// it takes no step of its own accord.

import type { GradwireDocument } from "../../../graph/document.ts"
import { placeName } from "../../../graph/wire.ts"
import type { AttrSpecs } from "../../../ops/attributes/attrs.ts"
import type { AnyTorchOptimizer } from "../../../ops/torch.ts"
import type { Dtype, Tensor } from "../../../tensor/tensor.ts"
import { isSource } from "../../pass/forward.ts"
import { eachOutput } from "../../pass/pass.ts"
import { upstreamAt } from "../../pass/upstream.ts"
import type { Learner } from "../learner.ts"
import { planTraining, type TrainPlan } from "../plan.ts"
import { forwardPass } from "../prepared.ts"
import { startRun, trainSteps } from "../train.ts"

/** One step: what it was given and drew, and what it left. */
interface RecordedStep {
  /** By `node:value` of every Input. */
  readonly inputs: ReadonlyMap<string, Tensor>
  readonly masks: ReadonlyMap<string, Tensor>
  readonly upstream: ReadonlyMap<string, Tensor>
  /** By `node.name`, after the step. */
  readonly params: ReadonlyMap<string, Tensor>
  readonly buffers: ReadonlyMap<string, Tensor>
}

/** How a training learns, and its first steps. */
export interface RecordedTraining {
  readonly optimizer: {
    readonly kind: string
    readonly specs: AttrSpecs
    readonly attrs: { readonly [name: string]: unknown }
    readonly torch: AnyTorchOptimizer
  }
  readonly lr: number
  /** The rate in Python. */
  readonly schedule: string
  /** A statement of Python, or null. */
  readonly clip: string | null
  /** Factors on the rate by `node.param`; those that are not learned have 0. */
  readonly multipliers: ReadonlyMap<string, number>
  readonly epochs: number
  readonly stepsPerEpoch: number
  readonly steps: readonly RecordedStep[]
}

/** The first `count` steps of a document's training, or why there are none. */
export function recordedTraining(
  document: GradwireDocument,
  dtype: Dtype,
  count: number,
  seed?: number,
): RecordedTraining | { readonly problem: string } {
  const { plan, problems } = planTraining(document, { dtype, ...(seed === undefined ? {} : { seed }) })
  if (plan === null) return { problem: problems[0]?.sentence ?? "The training cannot be planned." }
  const run = startRun(plan)
  const steps: RecordedStep[] = []
  for (const { kind } of trainSteps(run)) {
    if (kind === "step") steps.push(recorded(run.learner))
    if (steps.length === count) break
  }
  return run.problem === null ? { ...settings(plan), steps } : { problem: run.problem.sentence }
}

function settings({ choices, summary, frozen }: TrainPlan): Omit<RecordedTraining, "steps"> {
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
function recorded(learner: Learner): RecordedStep {
  const taken = learner.last()
  if (taken === null) throw new Error("no step was taken")
  const { plan } = learner
  const { prepared, kept, seed } = taken
  const pass = ended(forwardPass(prepared, kept, plan.dtype, seed))
  const inputs = new Map<string, Tensor>()
  const masks = new Map<string, Tensor>()
  for (const node of prepared.nodes) {
    for (const { source, held } of eachOutput(node, pass.outputs.get(node.id) ?? {})) {
      if (node.op.kind === "Input") inputs.set(placeName(source), held)
      if (source.port === "mask") masks.set(placeName(source), held)
    }
  }
  return { inputs, masks, upstream: upstreamAt(pass, prepared.roots), ...left(learner) }
}

function ended<T>(work: Generator<string, T, void>): T {
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
  }
}

/** Params and running statistics, copied: the next step writes into them. */
function left(learner: Learner): Pick<RecordedStep, "params" | "buffers"> {
  const copy = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.slice() })
  const params = learner.plan.summary.params.flatMap(({ name }) => {
    const tensor = learner.param(name)
    return tensor === undefined ? [] : [[name, copy(tensor)] as const]
  })
  const { analysis } = learner.last()?.prepared ?? {}
  const buffers = [...learner.kept()].flatMap(([id, kept]) => {
    const op = analysis?.nodes.get(id)?.op
    if (op == null || isSource(op)) return []
    return [...kept.buffers].map(([name, tensor]) => [`${id}.${name}`, copy(tensor)] as const)
  })
  return { params: new Map(params), buffers: new Map(buffers) }
}
