import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const keys: Command = {
  id: "help.keys",
  label: "Keyboard shortcuts",
  icon: "type",
  keywords: ["help", "keys", "cheat sheet", "hotkeys"],
  shortcuts: ["?"],
  enabled: () => true,
  run: () => useSession.getState().setDialog("keys"),
}
