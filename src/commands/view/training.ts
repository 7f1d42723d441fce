import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const training: Command = {
  id: "view.training",
  label: "Training",
  icon: "panel",
  keywords: [
    "optimizer",
    "learning rate",
    "lr",
    "epochs",
    "batch size",
    "momentum",
    "weight decay",
    "schedule",
    "SGD",
    "Adam",
    "data set",
  ],
  enabled: () => true,
  run: () => showDrawer("training"),
}
