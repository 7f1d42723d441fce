// Our sides of the bench: a training that takes one step after another, by either engine.

import type { planTraining } from "../../src/library.ts"
import { stepper as stepping } from "../stepper.ts"
import { type Workload, workloads } from "./workloads.ts"

type Engine = NonNullable<Parameters<typeof planTraining>[1]["engine"]>

/** What is timed. */
export function timed(): readonly Workload[] {
  return workloads
}

/** Takes a step with each call; answers its loss. */
export function stepper({ document }: Workload, engine: Engine): () => number {
  return stepping(document, { dtype: "float32", engine, memoryLimit: 2 ** 32 })
}
