// A training with its data and all that its steps need besides, so that somebody else can take it from its first step to its last.

import type { GradwireDocument } from "../../../graph/document.ts"
import { classLoss } from "../../../graph/measure/readOff.ts"
import type { Lasting, NoTraining, TrainingCourse } from "../../../graph/values/recorded.ts"
import { isRule } from "../../../graph/values/upstreamRule.ts"
import { placeName } from "../../../graph/wire.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import type { DataSet } from "../../data/data.ts"
import { isSource } from "../../pass/forward.ts"
import type { Taken } from "../learner.ts"
import { planTraining } from "../plan.ts"
import type { Prepared } from "../prepared.ts"
import type { TrainOptions, TrainPlan } from "../report.ts"
import { sized, startOf } from "../starts.ts"
import { startRun, trainSteps } from "../train.ts"
import { batchAxis, upstreamFor } from "./batchAxis.ts"
import { partsOfBatch } from "./partsOfBatch.ts"
import { notPlanned, settingsOf } from "./recorded.ts"

/** A document's training as a whole, or why there is none. Its first step is taken, to know which params a gradient reaches. */
export function courseOf(document: GradwireDocument, options: TrainOptions): TrainingCourse | NoTraining {
  const { plan, problems } = planTraining(document, options)
  if (plan === null) return notPlanned(problems)
  const taken = firstStep(plan)
  if ("problem" in taken) return taken
  const { prepared } = taken
  const { data, summary, seed, shuffle } = plan
  if (plan.redraw && Object.values(prepared.analysis.document.upstream ?? {}).some(isRule)) return { problem: DRAWN }
  return {
    ...settingsOf(plan),
    seed,
    batchSize: summary.batchSize,
    dropLast: document.training?.drop_last ?? false,
    shuffle,
    training: fedBy(plan, data?.training ?? null),
    validation: data?.validation == null ? null : fedBy(plan, data.validation),
    lasting: lastingOf(plan, prepared),
    redrawn: new Set(plan.redraw ? drawnInputs(plan, prepared) : []),
    upstream: upstreamFor(mostAtOnce(plan), plan, taken),
    reached: new Set(taken.updates.keys()),
    parts: partsOfBatch(plan, taken),
    classified: classifiedIn(prepared),
    nodes: new Set(prepared.nodes.map(({ id }) => id)),
  }
}

const DRAWN =
  "The upstream gradient of the target is drawn anew in every step, which nobody else draws alike; give it a seed of its own, or set redraw to false."

function firstStep(plan: TrainPlan): Taken | NoTraining {
  const run = startRun(plan)
  for (const { kind } of trainSteps(run)) if (kind === "step") break
  const taken = run.learner.last()
  return run.problem !== null || taken === null
    ? { problem: run.problem?.sentence ?? "The training has no steps." }
    : taken
}

function fedBy(plan: TrainPlan, set: DataSet | null): ReadonlyMap<string, Tensor> {
  const fed = plan.feeds.flatMap(({ input, field }): readonly (readonly [string, Tensor])[] => {
    const tensor = set?.fields.get(field)?.tensor
    return tensor === undefined ? [] : [[input, tensor]]
  })
  return new Map(fed)
}

/** Examples of the largest pass in evaluation mode. */
function mostAtOnce({ data, chunk }: TrainPlan): number {
  return Math.max(...[data?.training, data?.validation].map((set) => (set == null ? 0 : chunk(set.count))))
}

/** What sources hold that the data do not feed: of those that follow the batch, as many examples as any pass asks for. */
function lastingOf(plan: TrainPlan, first: Prepared): ReadonlyMap<string, Lasting> {
  const batch = plan.summary.batchSize
  const kept = startOf(plan, first)
  const most = mostAtOnce(plan)
  const larger = most > (batch ?? 0) ? sized(plan, plan.at(most, "eval"), kept) : kept
  const lasting = first.nodes.flatMap(({ id, op }): readonly (readonly [string, Lasting])[] => {
    const tensor = isSource(op) ? larger.get(id)?.buffers.get("value") : undefined
    const axis = batchAxis(first, { node: id, port: "value" }, batch)
    // A Constant that does not follow the batch is the network's own.
    return tensor === undefined || (axis === null && op.kind !== "Input") ? [] : [[id, { tensor, axis }]]
  })
  return new Map(lasting)
}

/** Inputs that a training draws anew in every step. */
function drawnInputs(plan: TrainPlan, first: Prepared): readonly string[] {
  const fed = new Set(plan.feeds.map(({ input }) => input))
  return first.nodes.flatMap(({ id, op, node }) =>
    op.kind === "Input" && node.values?.value === undefined && !fed.has(id) ? [id] : [],
  )
}

function classifiedIn({ analysis, nodes }: Prepared): TrainingCourse["classified"] {
  const found = classLoss(analysis, nodes)
  if (found === null) return null
  const ignored = analysis.nodes.get(found.node)?.context?.attrs.ignore_index
  return {
    scores: placeName(found.scores),
    target: placeName(found.target),
    ignored: typeof ignored === "number" ? ignored : null,
  }
}
