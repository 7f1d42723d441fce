import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const sweep: Command = {
  id: "view.sweep",
  label: "Sweep settings",
  icon: "panel",
  keywords: ["experiment", "hyperparameter", "grid search", "ablation", "vary a number"],
  enabled: () => true,
  run: () => showDrawer("sweep"),
}
