import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const charts: Command = {
  id: "view.charts",
  label: "Charts",
  icon: "panel",
  keywords: ["chart", "histogram", "plot", "vanishing gradient", "exploding gradient", "distribution", "activations"],
  enabled: () => true,
  run: () => showDrawer("charts"),
}
