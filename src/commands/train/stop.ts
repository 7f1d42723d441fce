import { isGoing, stopTraining, useTraining } from "../../state/training/training.ts"
import type { Command } from "../command.ts"

export const stop: Command = {
  id: "train.stop",
  label: "Stop training",
  icon: "stop",
  keywords: ["end", "abort"],
  needs: "No training is going on.",
  enabled: () => isGoing(useTraining.getState()) && (useTraining.getState().progress?.step ?? 0) > 0,
  run: stopTraining,
}
