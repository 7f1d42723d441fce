// Our side of the bench: a training that takes one step after another, and where the time of a step goes.

import { analyze, ops, run } from "../../src/library.ts"
import { stepper as stepping } from "../stepper.ts"
import { type Network, networks } from "./networks.ts"

/** What is timed. */
export function timed(): readonly Network[] {
  return networks
}

/** Takes a step with each call; answers its loss. */
export function stepper({ document }: Network): () => number {
  return stepping(document, { dtype: "float32" })
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
