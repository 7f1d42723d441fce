import { useDocument } from "../../state/document.ts"
import { advance, isRunning, useTraining } from "../../state/training/training.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const epoch: Command = {
  id: "train.epoch",
  label: "One epoch",
  icon: "last",
  keywords: ["train one epoch", "pass over the data"],
  needs: "Training is running, or nothing is drawn yet.",
  enabled: () => useDocument.getState().document.nodes.length > 0 && !isRunning(useTraining.getState()),
  run: () => {
    showDrawer("training")
    advance("epoch")
  },
}
