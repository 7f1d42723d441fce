import { showTrainingView } from "../../state/training/shownView.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const curves: Command = {
  id: "view.curves",
  label: "Learning curves",
  icon: "panel",
  keywords: ["loss curve", "training loss", "validation loss", "accuracy", "overfitting"],
  enabled: () => true,
  run: () => {
    showDrawer("training")
    showTrainingView("curves")
  },
}
