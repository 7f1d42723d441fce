import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const deselect: Command = {
  id: "edit.deselect",
  label: "Select nothing",
  icon: "select",
  keywords: ["clear selection"],
  shortcuts: ["Escape"],
  needs: "Nothing is selected.",
  enabled: () => useSession.getState().nodes.length + useSession.getState().wires.length > 0,
  run: () => useSession.getState().select({ nodes: [], wires: [] }),
}
