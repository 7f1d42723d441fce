import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const lightTheme: Command = {
  id: "view.lightTheme",
  label: "Light theme",
  icon: "light",
  keywords: ["light mode", "white", "day", "colours"],
  needs: "The theme is light already.",
  enabled: () => useSession.getState().theme !== "light",
  run: () => useSession.getState().setTheme("light"),
}
