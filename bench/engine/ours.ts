// Our sides of the bench: a training that takes one step after another, or plain runs, by any engine.

import { analyze, ops, type planTraining, run } from "../../src/library.ts"
import { stepper as stepping } from "../stepper.ts"
import { type Workload, workloads } from "./workloads.ts"

type Engine = NonNullable<Parameters<typeof planTraining>[1]["engine"]>

/** What is timed. */
export function timed(): readonly Workload[] {
  return workloads
}

/** Takes a step, or runs, with each call; answers its loss. */
export function stepper({ document, work }: Workload, engine: Engine): () => number {
  const options = { dtype: "float32", engine, memoryLimit: 2 ** 32 } as const
  if (work === "train") return stepping(document, options)
  const mode = work === "forward" ? "eval" : "train"
  const analysis = analyze(document, ops, mode)
  return () => {
    const { loss, arena, problems } = run(analysis, { ...options, mode, backward: work === "both" })
    const [problem] = problems
    arena?.release()
    if (problem !== undefined) throw new Error(problem.sentence)
    return loss ?? Number.NaN
  }
}
