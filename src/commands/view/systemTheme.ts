import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const systemTheme: Command = {
  id: "view.systemTheme",
  label: "System theme",
  icon: "system",
  keywords: ["theme as the system", "automatic theme", "dark mode", "light mode", "colours"],
  needs: "The theme follows the system already.",
  enabled: () => useSession.getState().theme !== "system",
  run: () => useSession.getState().setTheme("system"),
}
