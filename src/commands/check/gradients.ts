import { useDocument } from "../../state/document.ts"
import { checkGradients } from "../../state/run/gradcheck.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const gradients: Command = {
  id: "check.gradients",
  label: "Check gradients",
  icon: "check",
  keywords: ["gradcheck", "finite differences", "numerical gradient", "verify", "backward"],
  shortcuts: ["G"],
  use: 60,
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    showDrawer("checks")
    checkGradients()
  },
}
