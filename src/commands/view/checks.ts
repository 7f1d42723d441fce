import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const checks: Command = {
  id: "view.checks",
  label: "Gradient checks",
  icon: "panel",
  keywords: ["gradcheck", "finite differences", "central differences"],
  enabled: () => true,
  run: () => showDrawer("checks"),
}
