// Who computes runs, trainings and sweeps: a preference of this browser, for every graph.

import { create } from "zustand"
import type { Engine } from "../../engine/pass/result.ts"
import { recall, remember } from "../remembered.ts"

/** Where it is kept. */
const KEY = "engine"

/** As they are offered: the usual one first. */
export const ENGINES: readonly Engine[] = ["planned", "fastest", "eager"]

/** How the page calls them: where one is chosen, and behind what came of it. */
export const ENGINE_WORDS: Readonly<Record<Engine, string>> = {
  planned: "fast kernels",
  fastest: "the fastest kernels, last digits as this machine has them",
  eager: "the layers’ own rules",
}

export const useEngine = create<{ readonly engine: Engine }>()(() => ({
  engine: engineNamed(recall(KEY)),
}))

/** The engine of a name; what is no name of one is the usual one. */
export function engineNamed(name: unknown): Engine {
  return name === "eager" || name === "fastest" ? name : "planned"
}

/** The next run, training or sweep is by it; one that goes on stays as it is. */
export function setEngine(engine: Engine): void {
  remember(KEY, engine)
  useEngine.setState({ engine })
}
