import { nextTrainSpeed, paceTraining } from "../../state/training/speed.ts"
import type { Command } from "../command.ts"

export const faster: Command = {
  id: "train.faster",
  label: "Train faster",
  icon: "play",
  keywords: ["speed", "steps a second", "training pace"],
  needs: "It trains as fast as it goes.",
  enabled: () => nextTrainSpeed(1) !== null,
  run: () => paceTraining(1),
}
