import { backToStart as act, useTraining } from "../../state/training/training.ts"
import type { Command } from "../command.ts"

export const backToStart: Command = {
  id: "train.backToStart",
  label: "Reset the training",
  icon: "first",
  keywords: ["back to the initial parameters", "restart", "initial weights"],
  needs: "Train first.",
  enabled: () => (useTraining.getState().progress?.step ?? 0) > 0,
  run: act,
}
