// A training that takes one step after another: what the benches of trainings time.

import { planTraining, startRun, trainSteps } from "../src/library.ts"

/** Takes a step with each call; answers its loss. */
export function stepper(
  document: Parameters<typeof planTraining>[0],
  options: Parameters<typeof planTraining>[1],
): () => number {
  const { plan, problems } = planTraining(document, options)
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
