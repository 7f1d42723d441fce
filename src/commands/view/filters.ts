import { showTrainingView } from "../../state/training/shownView.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const filters: Command = {
  id: "view.filters",
  label: "Learned filters",
  icon: "panel",
  keywords: ["kernels", "feature detectors", "weights as pictures"],
  enabled: () => true,
  run: () => {
    showDrawer("training")
    showTrainingView("filters")
  },
}
