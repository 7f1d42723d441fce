// One part of the data in evaluation mode with the params as they are: loss, accuracy, confusion, and what goes wrong worst.

import type { Tensor } from "../../tensor/tensor.ts"
import type { DataSet } from "../data/data.ts"
import { takeRows } from "../data/split.ts"
import type { Pass } from "../pass/pass.ts"
import { batchOf, stretch } from "./batches.ts"
import type { Learner } from "./learner.ts"
import { countCorrect, examplesOf, NOTHING_COUNTED, startTally } from "./metrics.ts"
import { lossOf } from "./prepared.ts"
import type { DataPart, Evaluation, Mistake, TrainPlan } from "./report.ts"
import { sized } from "./starts.ts"

/** Mistakes that an evaluation shows. */
export const MOST_MISTAKES = 24

type Wrong = Omit<Mistake, "inputs">

/** Evaluates a part; without data, the document's own Inputs. `mistakes`: how many to name. */
export function* evaluatePart(learner: Learner, part: DataPart, mistakes: number): Generator<string, Evaluation, void> {
  const { plan } = learner
  const { classified } = plan.summary
  const set = plan.data === null ? null : plan.data[part]
  const tally = startTally(plan.whole)
  const classes = classified?.classes ?? 0
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  const wrong: Wrong[] = []
  let single = classified !== null
  const count = set?.count ?? 0
  const size = set === null ? 1 : plan.chunk(count)
  for (let start = 0; start < Math.max(1, count); start += size) {
    const rows = stretch(start, Math.min(size, count - start))
    const pass = yield* evaluated(learner, set, rows)
    const loss = lossOf(plan.at(rows.length, "eval"), pass)
    tally.add(loss, Math.max(1, rows.length), classified === null ? NOTHING_COUNTED : countCorrect(pass, classified))
    const examples = classified === null ? null : examplesOf(pass, classified)
    if (examples === null) single = false
    else addExamples(examples, start, confusion, wrong)
  }
  const worst = wrong.sort((a, b) => b.loss - a.loss || a.example - b.example).slice(0, mistakes)
  return {
    ...tally.metrics(),
    part,
    step: learner.step(),
    examples: count,
    confusion: single ? confusion : null,
    names: classified?.names ?? null,
    mistakes: worst.map((mistake) => ({ ...mistake, inputs: inputsOf(plan, set, mistake.example) })),
  }
}

/** A forward pass in evaluation mode over some examples. */
function evaluated(learner: Learner, set: DataSet | null, rows: Int32Array): Generator<string, Pass, void> {
  const { plan } = learner
  const kept = new Map(learner.kept())
  if (set !== null) {
    for (const [input, tensor] of batchOf(set, plan.feeds, rows)) {
      kept.set(input, { params: new Map(), buffers: new Map([["value", tensor]]) })
    }
  }
  const prepared = plan.at(rows.length, "eval")
  return learner.passes.forward(prepared, sized(plan, prepared, kept), plan.seed)
}

function addExamples(
  found: { readonly predicted: Int32Array; readonly actual: Tensor; readonly losses: Float64Array },
  start: number,
  confusion: number[][],
  wrong: Wrong[],
): void {
  for (const [i, predicted] of found.predicted.entries()) {
    const actual = found.actual.data[i] ?? -1
    const row = confusion[actual]
    // A class that the loss leaves out is nobody's.
    if (row === undefined) continue
    row[predicted] = (row[predicted] ?? 0) + 1
    if (predicted !== actual) wrong.push({ example: start + i, loss: found.losses[i] ?? Number.NaN, predicted, actual })
  }
}

/** What one example feeds, without the batch axis. */
function inputsOf(plan: TrainPlan, set: DataSet | null, example: number): ReadonlyMap<string, Tensor> {
  const inputs = new Map<string, Tensor>()
  for (const { input, field } of plan.feeds) {
    const tensor = set?.fields.get(field)?.tensor
    if (tensor === undefined) continue
    const { data, shape } = takeRows(tensor, [example])
    inputs.set(input, { shape: shape.slice(1), data })
  }
  return inputs
}
