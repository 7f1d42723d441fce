import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const guide: Command = {
  id: "help.guide",
  label: "Help",
  icon: "help",
  keywords: ["legend", "symbols", "what is this", "explain", "guide", "conventions"],
  shortcuts: ["F1"],
  use: 40,
  enabled: () => true,
  run: () => {
    const { dialog, setDialog } = useSession.getState()
    setDialog(dialog === "help" ? null : "help")
  },
}
