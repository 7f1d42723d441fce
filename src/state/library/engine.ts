// Who computes trainings and sweeps: a preference of this browser, for every graph.

import { create } from "zustand"
import type { Engine } from "../../engine/train/report.ts"
import { recall, remember } from "../remembered.ts"

/** Where it is kept. */
const KEY = "engine"

export const useEngine = create<{ readonly engine: Engine }>()(() => ({
  engine: recall(KEY) === "eager" ? "eager" : "planned",
}))

/** The next training or sweep is by it; one that goes on stays as it is. */
export function setEngine(engine: Engine): void {
  remember(KEY, engine)
  useEngine.setState({ engine })
}
