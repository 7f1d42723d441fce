import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const toggleDrawer: Command = {
  id: "view.toggleDrawer",
  label: () => (useSession.getState().panels.drawer.open ? "Hide the drawer" : "Show the drawer"),
  icon: "panel",
  keywords: ["panel", "sidebar"],
  shortcuts: ["Mod+J"],
  enabled: () => true,
  run: () => {
    const { panels, setPanel, setDerivation } = useSession.getState()
    setDerivation(null)
    setPanel("drawer", { open: !panels.drawer.open })
  },
}
