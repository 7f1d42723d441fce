// Runs a sweep point by point: the document with its places set, analysed and run, and the readouts taken. A point that
// cannot be run is a point with its sentence; the others go on. Pure: the same document gives the same points. This folder
// knows no worker and no page, and writes nothing into the document.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { analyze } from "../../graph/analysis/analyze.ts"
import type { GradwireDocument, SweepReadout } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import { ops } from "../../ops/registry.ts"
import { ended } from "../../tensor/work.ts"
import type { RunOptions, RunResult } from "../pass/result.ts"
import { runSteps } from "../planned/plain.ts"
import { accuracyOf } from "./accuracy.ts"
import { planSweep, pointDocument } from "./plan.ts"
import { type Readout, readTensor } from "./readout.ts"
import type { SweepOptions, SweepPlan, SweepPoint, SweepProgress, SweepReport } from "./report.ts"
import { pointsOf, reportOf } from "./summary.ts"
import { placesOf, trainedReadouts } from "./trained.ts"

/** Yields the node at work. */
type PointWork = Generator<string | null, SweepPoint, void>

/** Yields often, each finished point once; ends in the report. Stopping early loses nothing that was yielded. */
export function* sweepSteps(
  document: GradwireDocument,
  options: SweepOptions,
): Generator<SweepProgress, SweepReport, void> {
  const planned = planSweep(document, options)
  if ("problems" in planned) return { plan: null, points: [], curves: [], complete: false, problems: planned.problems }
  const { plan } = planned
  const points: SweepPoint[] = []
  const of = pointsOf(plan)
  for (const value of plan.values) {
    for (const seed of plan.set.includes("seed") ? [value] : plan.seeds) {
      const work = pointWork(document, plan, options, value, seed)
      let step = work.next()
      for (; !step.done; step = work.next()) {
        yield { done: points.length, of, value, seed, node: step.value, points: [] }
      }
      points.push(step.value)
      yield { done: points.length, of, value, seed, node: null, points: [step.value] }
    }
  }
  return reportOf(plan, points)
}

/** `sweepSteps` to the end at once. Never throws for what a document can hold: a point that cannot be run has a problem. */
export function sweep(document: GradwireDocument, options: SweepOptions): SweepReport {
  return ended(sweepSteps(document, options))
}

function* pointWork(
  document: GradwireDocument,
  plan: SweepPlan,
  options: SweepOptions,
  value: number,
  seed: number,
): PointWork {
  const placed = pointDocument(document, plan, value, seed)
  if ("sentence" in placed) return { value, seed, readouts: plan.readouts.map(() => null), problem: placed }
  if (plan.run === "train") {
    const { readouts, problems } = yield* trainedReadouts(placed, plan, options)
    return pointOf(value, seed, readouts, problems)
  }
  const analysis = analyze(placed, ops, plan.mode)
  const steps = runSteps(analysis, { ...runOptions(plan, options), seed })
  let step = steps.next()
  for (; !step.done; step = steps.next()) yield step.value.node
  const result = step.value
  try {
    const readouts: Readout[] = []
    for (const readout of plan.readouts) readouts.push(yield* readRun(analysis, result, readout))
    return pointOf(value, seed, readouts, result.problems)
  } finally {
    result.arena?.release()
  }
}

/** One engine for all points, whatever their sizes; its kernels keep what is read, and nothing else. */
function runOptions({ run, mode, dtype, engine, readouts }: SweepPlan, { memoryLimit }: SweepOptions): RunOptions {
  const limit = memoryLimit === undefined ? {} : { memoryLimit }
  // Scores and targets are read as well.
  const only = readouts.some(({ take }) => take === "accuracy") ? {} : { only: placesOf(readouts) }
  return { mode, dtype, engine, anySize: true, backward: run === "backward", ...only, ...limit }
}

function* readRun(analysis: Analysis, result: RunResult, readout: SweepReadout): Generator<null, Readout, void> {
  if (readout.take === "accuracy") return accuracyOf(analysis, result)
  if (readout.take !== "loss") return yield* readTensor(result, readout)
  return result.loss ?? { sentence: "There is no loss: no target could be computed." }
}

/** A point of its readouts; what is missing or not finite is explained by the run's own problems, if it has any. */
function pointOf(value: number, seed: number, readouts: readonly Readout[], problems: readonly Problem[]): SweepPoint {
  const numbers = readouts.map((readout) => (typeof readout === "number" ? readout : null))
  if (numbers.every((x) => x !== null && Number.isFinite(x))) return { value, seed, readouts: numbers }
  const missing = readouts.find((readout) => typeof readout !== "number")
  const cause =
    problems.find(({ severity }) => severity === "error") ??
    problems.find(({ code }) => code === "GW-E120") ??
    (missing === undefined ? undefined : { code: "GW-E413", severity: "error", sentence: missing.sentence })
  return { value, seed, readouts: numbers, ...(cause === undefined ? {} : { problem: cause }) }
}
