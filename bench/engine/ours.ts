// Our sides of the bench: a training that takes one step after another, by either engine.

import { planTraining, startRun, trainSteps } from "../../src/library.ts"
import { type Workload, workloads } from "./workloads.ts"

/** What is timed. */
export function timed(): readonly Workload[] {
  return workloads
}

/** Takes a step with each call; answers its loss. */
export function stepper({ document }: Workload, engine: "eager" | "planned"): () => number {
  const { plan, problems } = planTraining(document, { dtype: "float32", engine, memoryLimit: 2 ** 32 })
  if (plan === null) throw new Error(problems[0]?.sentence)
  const training = startRun(plan)
  const steps = trainSteps(training)
  return () => {
    for (;;) {
      const next = steps.next()
      if (next.done) throw new Error(training.problem?.sentence ?? "the training is over")
      if (next.value.kind === "step") return training.recorder.take().steps[0]?.loss ?? Number.NaN
    }
  }
}
