import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const problems: Command = {
  id: "view.problems",
  label: "Problems",
  icon: "panel",
  keywords: ["errors", "warnings", "mistakes in the graph", "shape mismatch", "lint"],
  enabled: () => true,
  run: () => showDrawer("problems"),
}
