import { backToStart as act, useTraining } from "../../state/training/training.ts"
import type { Command } from "../command.ts"

export const backToStart: Command = {
  id: "train.backToStart",
  label: "Back to the first params",
  icon: "first",
  keywords: ["reset", "restart", "initial weights"],
  enabled: () => (useTraining.getState().progress?.step ?? 0) > 0,
  run: act,
}
