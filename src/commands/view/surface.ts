import { appliesNow } from "../../state/training/applicable.ts"
import { showTrainingView } from "../../state/training/shownView.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const surface: Command = {
  id: "view.surface",
  label: "Decision surface",
  icon: "panel",
  keywords: ["boundary", "what it learned", "contour"],
  needs: "It needs an Input of two numbers an example.",
  enabled: () => appliesNow("surface"),
  run: () => {
    showDrawer("training")
    showTrainingView("surface")
  },
}
