// Trains and sweeps gallery documents for tests.

import { readFileSync } from "node:fs"
import { expect } from "vitest"
import { sweep } from "../../src/engine/sweep/sweep.ts"
import { planTraining } from "../../src/engine/train/plan.ts"
import type { EpochPoint } from "../../src/engine/train/report.ts"
import { startRun, trainSteps } from "../../src/engine/train/train.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import type { Dtype } from "../../src/tensor/tensor.ts"

/** As in the page: by kernels in float32, by the ops' own rules in float64. */
const ENGINE = "planned"

/** A document of `graphs/`, by its file name without `.json`. */
export function readGraph(name: string): GradwireDocument {
  const read = readDocument(readFileSync(new URL(`../../graphs/${name}.json`, import.meta.url), "utf8"))
  expect(read.problems).toEqual([])
  return read.document!
}

export interface Trained {
  /** The param after the last step, by `node.param`. */
  readonly param: (name: string) => number[]
  /** The last epoch's curves. */
  readonly last: EpochPoint
  readonly steps: number
}

/** A document trained to its end, in float64 unless asked otherwise. */
export function train(document: GradwireDocument, dtype: Dtype = "float64"): Trained {
  const { plan, problems } = planTraining(document, { dtype, engine: ENGINE })
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([])
  const run = startRun(plan!)
  for (const _ of trainSteps(run));
  expect(run.problem).toBeNull()
  const { epochs } = run.recorder.take()
  const param = (name: string): number[] => Array.from(run.learner.param(name)!.data)
  return { param, last: epochs.at(-1)!, steps: run.learner.step() }
}

export interface Swept {
  readonly values: readonly number[]
  /** Mean over the seeds at each value, one list for each readout. */
  readonly means: readonly (readonly number[])[]
  /** On log axes, one for each readout. */
  readonly slopes: readonly (number | undefined)[]
}

/** The document's own sweep. */
export function sweepOf(document: GradwireDocument, dtype: Dtype = "float64"): Swept {
  const report = sweep(document, { dtype, engine: ENGINE })
  expect(report.problems).toEqual([])
  expect(report.points.flatMap(({ problem }) => problem?.sentence ?? [])).toEqual([])
  return {
    values: report.plan!.values,
    means: report.curves.map(({ summaries }) => summaries.map(({ mean }) => mean)),
    slopes: report.curves.map(({ fit }) => fit?.slope),
  }
}
