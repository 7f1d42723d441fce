// Who computes trainings and sweeps: a preference of this browser, for every graph.

import { create } from "zustand"
import type { Engine } from "../../engine/train/report.ts"
import { recall, remember } from "../remembered.ts"

/** Where it is kept. */
const KEY = "engine"

export const useEngine = create<{ readonly engine: Engine }>()(() => ({
  engine: engineNamed(recall(KEY)),
}))

/** The engine of a name; what is no name of one is the usual one. */
export function engineNamed(name: unknown): Engine {
  return name === "eager" || name === "fastest" ? name : "planned"
}

/** The next training or sweep is by it; one that goes on stays as it is. */
export function setEngine(engine: Engine): void {
  remember(KEY, engine)
  useEngine.setState({ engine })
}
