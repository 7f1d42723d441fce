import { appliesNow } from "../../state/training/applicable.ts"
import { showTrainingView } from "../../state/training/shownView.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const filters: Command = {
  id: "view.filters",
  label: "Learned filters",
  icon: "panel",
  keywords: ["kernels", "feature detectors", "weights as pictures"],
  needs: "It needs a convolution with a kernel of more than one number.",
  enabled: () => appliesNow("filters"),
  run: () => {
    showDrawer("training")
    showTrainingView("filters")
  },
}
