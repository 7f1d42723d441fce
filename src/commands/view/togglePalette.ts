import { partHidden } from "../../state/hiding.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const togglePalette: Command = {
  id: "view.togglePalette",
  label: () => {
    const panel = partHidden("palette") ? "outline" : "library"
    return useSession.getState().panels.palette.open ? `Hide the ${panel}` : `Show the ${panel}`
  },
  icon: "panel",
  keywords: ["panel", "sidebar"],
  shortcuts: ["Mod+B"],
  enabled: () => true,
  run: () => {
    const { panels, setPanel } = useSession.getState()
    setPanel("palette", { open: !panels.palette.open })
  },
}
