import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const togglePalette: Command = {
  id: "view.togglePalette",
  label: () => (useSession.getState().panels.palette.open ? "Hide the library" : "Show the library"),
  icon: "panel",
  keywords: ["panel", "sidebar"],
  shortcuts: ["Mod+B"],
  enabled: () => true,
  run: () => {
    const { panels, setPanel } = useSession.getState()
    setPanel("palette", { open: !panels.palette.open })
  },
}
