// Our side of the bench: a training that takes one step after another, and where the time of a step goes.

import { analyze, ops, planTraining, run, startRun, trainSteps } from "../../src/library.ts"
import { type Network, networks } from "./networks.ts"

/** What is timed. */
export function timed(): readonly Network[] {
  return networks
}

/** Takes a step with each call; answers its loss. */
export function stepper({ document }: Network): () => number {
  const { plan, problems } = planTraining(document, { dtype: "float32" })
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

/** Mean milliseconds of each op-step of a whole run, gradients of the data included. */
export function shares({ document }: Network, clock: () => number, rounds: number): Map<string, number> {
  const analysis = analyze(document, ops, "train")
  const sums = new Map<string, number>()
  for (let round = 0; round < rounds + 3; round++) {
    const { steps } = run(analysis, { mode: "train", dtype: "float32" }, clock)
    if (round < 3) continue
    for (const { phase, node, milliseconds } of steps) {
      const name = `${phase} ${node}`
      sums.set(name, (sums.get(name) ?? 0) + milliseconds / rounds)
    }
  }
  return sums
}
