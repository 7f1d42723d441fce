import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const darkTheme: Command = {
  id: "view.darkTheme",
  label: "Dark theme",
  icon: "dark",
  keywords: ["dark mode", "black", "night", "colours"],
  needs: "The theme is dark already.",
  enabled: () => useSession.getState().theme !== "dark",
  run: () => useSession.getState().setTheme("dark"),
}
