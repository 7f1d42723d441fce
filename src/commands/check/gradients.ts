import { useDocument } from "../../state/document.ts"
import { checkGradients, stopChecking, useGradcheck } from "../../state/gradcheck.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

const checking = (): boolean => useGradcheck.getState().status.kind === "checking"

export const gradients: Command = {
  id: "check.gradients",
  label: () => (checking() ? "Stop checking gradients" : "Check gradients"),
  icon: "check",
  keywords: ["gradcheck", "finite differences", "numerical gradient", "verify", "backward"],
  shortcuts: ["G"],
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    if (checking()) {
      stopChecking()
      return
    }
    const { setPanel, setTab } = useSession.getState()
    setPanel("drawer", { open: true })
    setTab("checks")
    checkGradients()
  },
}
