import { showTrainingView } from "../../state/training/shownView.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const memory: Command = {
  id: "view.memory",
  label: "Memory of training",
  icon: "panel",
  keywords: ["memory of a step", "RAM", "GPU memory", "bytes", "does it fit", "activation memory", "optimizer state"],
  enabled: () => true,
  run: () => {
    showDrawer("training")
    showTrainingView("memory")
  },
}
