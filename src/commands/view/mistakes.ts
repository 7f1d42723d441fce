import { appliesNow } from "../../state/training/applicable.ts"
import { showTrainingView } from "../../state/training/shownView.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const mistakes: Command = {
  id: "view.mistakes",
  label: "Mistakes of the network",
  icon: "panel",
  keywords: ["misclassified", "confusion matrix", "wrong predictions", "worst examples"],
  needs: "It needs a loss that compares classes.",
  enabled: () => appliesNow("mistakes"),
  run: () => {
    showDrawer("training")
    showTrainingView("mistakes")
  },
}
