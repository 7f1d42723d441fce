// A point of a sweep that trains: the document's training to its end, then the readouts of what was learned.
// Loss and accuracy are those of the whole part of the data in evaluation mode. Values, gradients and wires are those of one more
// pass over the last batch with the params as they ended, in the sweep's mode.

import type { GradwireDocument, SweepReadout } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Mode } from "../../ops/op.ts"
import { planProblem } from "../pass/memory.ts"
import type { RunResult } from "../pass/result.ts"
import { runSteps } from "../planned/plain.ts"
import { evaluatePart } from "../train/evaluate.ts"
import type { Learner } from "../train/learner.ts"
import { planTraining } from "../train/plan.ts"
import type { DataPart } from "../train/report.ts"
import { startRun, trainSteps } from "../train/train.ts"
import { type Readout, readTensor } from "./readout.ts"
import type { SweepOptions, SweepPlan } from "./report.ts"

/** Trains and reads; yields the node at work, or null between steps. */
export function* trainedReadouts(
  document: GradwireDocument,
  sweep: SweepPlan,
  options: SweepOptions,
): Generator<string | null, { readonly readouts: readonly Readout[]; readonly problems: readonly Problem[] }, void> {
  const { dtype, engine, readouts } = sweep
  const limit = options.memoryLimit === undefined ? {} : { memoryLimit: options.memoryLimit }
  const { plan, problems } = planTraining(document, { dtype, engine, ...limit })
  if (plan === null) return { readouts: readouts.map(() => NOT_RUN), problems }
  const run = startRun(plan)
  for (const event of trainSteps(run)) yield event.kind === "work" ? event.node : null
  if (run.problem !== null) return { readouts: readouts.map(() => NOT_RUN), problems: [run.problem] }
  const looks = readouts.some(({ of }) => of !== undefined)
  const result = looks ? yield* lastResult(run.learner, sweep.mode, placesOf(readouts)) : null
  const read: Readout[] = []
  try {
    for (const readout of readouts) {
      read.push(
        result !== null && readout.of !== undefined
          ? yield* readTensor(result, readout)
          : yield* score(run.learner, readout),
      )
    }
  } finally {
    result?.arena?.release()
  }
  const refused = result?.problems.filter(({ code }) => code === "GW-E210") ?? []
  return { readouts: read, problems: [...problems, ...(run.warning === null ? [] : [run.warning]), ...refused] }
}

/** Places that readouts look at. */
export function placesOf(readouts: readonly SweepReadout[]): ReadonlySet<string> {
  return new Set(readouts.flatMap(({ of }) => (of === undefined ? [] : [of.slice(of.indexOf(" ") + 1)])))
}

const NOT_RUN: Readout = { sentence: "The training did not run to its end." }

/** A pass over the last batch with the params as the training left them. */
function* lastResult(learner: Learner, mode: Mode, only: ReadonlySet<string>): Generator<string, RunResult, void> {
  const { plan } = learner
  const last = learner.last()
  if (last === null) throw new Error("a training that ended has no last step")
  const [feed] = plan.feeds
  const batch = feed === undefined ? undefined : last.kept.get(feed.input)?.buffers.get("value")
  const { analysis } = plan.at(batch?.shape[0] ?? 0, mode)
  // Inputs hold the batch, or what was drawn for the step; all else is as the step left it.
  const kept = new Map(last.kept)
  for (const [id, held] of learner.kept()) if (analysis.nodes.get(id)?.op?.kind !== "Input") kept.set(id, held)
  const { dtype, memoryLimit, summary } = plan
  // A plan that keeps what is read, and nothing else, where all that there is would be too much.
  const fits = planProblem(analysis, dtype, true, memoryLimit) === null
  const engine = fits ? "eager" : summary.engine
  const options = { mode, dtype, seed: last.seed, memoryLimit, engine, anySize: true, ...(fits ? {} : { only }) }
  const steps = runSteps(analysis, options, undefined, kept)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield step.value.node
  }
}

function* score(learner: Learner, { take, validation }: SweepReadout): Generator<string, Readout, void> {
  const part: DataPart = validation === true ? "validation" : "training"
  if (part === "validation" && learner.plan.data?.validation == null) {
    return { sentence: "There are no validation data; give data.validation a share above 0." }
  }
  const { loss, accuracy } = yield* evaluatePart(learner, part, 0)
  if (take === "loss") return loss
  return accuracy ?? { sentence: "There is no accuracy: the target compares no classes." }
}
