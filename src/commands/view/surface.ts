import { showTrainingView } from "../../state/training/shownView.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const surface: Command = {
  id: "view.surface",
  label: "Decision surface",
  icon: "panel",
  keywords: ["boundary", "what it learned", "contour"],
  enabled: () => true,
  run: () => {
    showDrawer("training")
    showTrainingView("surface")
  },
}
