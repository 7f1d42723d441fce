import { useDocument } from "../../state/document.ts"
import { checkGradients } from "../../state/run/gradcheck.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const gradients: Command = {
  id: "check.gradients",
  label: "Check gradients",
  icon: "check",
  keywords: ["gradcheck", "finite differences", "numerical gradient", "verify", "backward"],
  shortcuts: ["G"],
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    const { setPanel, setTab } = useSession.getState()
    setPanel("drawer", { open: true })
    setTab("checks")
    checkGradients()
  },
}
