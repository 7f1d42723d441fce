import { useDocument } from "../../state/document.ts"
import { advance, isRunning, useTraining } from "../../state/training/training.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const step: Command = {
  id: "train.step",
  label: "One update",
  icon: "step",
  keywords: ["train one step", "training step", "batch"],
  needs: "Training is running, or nothing is drawn yet.",
  enabled: () => useDocument.getState().document.nodes.length > 0 && !isRunning(useTraining.getState()),
  run: () => {
    showDrawer("training")
    advance("step")
  },
}
