import { nextTrainSpeed, paceTraining } from "../../state/training/speed.ts"
import type { Command } from "../command.ts"

export const slower: Command = {
  id: "train.slower",
  label: "Train slower",
  icon: "play",
  keywords: ["speed", "steps a second", "training pace", "watch it learn"],
  needs: "It takes one step a second, the slowest there is.",
  enabled: () => nextTrainSpeed(-1) !== null,
  run: () => paceTraining(-1),
}
