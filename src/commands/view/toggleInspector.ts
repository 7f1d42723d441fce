import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const toggleInspector: Command = {
  id: "view.toggleInspector",
  label: () => (useSession.getState().panels.inspector.open ? "Hide the inspector" : "Show the inspector"),
  icon: "panel",
  keywords: ["panel", "sidebar"],
  shortcuts: ["Mod+I"],
  enabled: () => true,
  run: () => {
    const { panels, setPanel } = useSession.getState()
    setPanel("inspector", { open: !panels.inspector.open })
  },
}
