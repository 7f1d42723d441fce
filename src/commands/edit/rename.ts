import { ask } from "../../state/asked.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { showInspector } from "../showInspector.ts"

export const rename: Command = {
  id: "edit.rename",
  label: "Rename…",
  icon: "rename",
  keywords: ["id", "label", "name", "call it", "symbol"],
  shortcuts: ["F2"],
  edits: true,
  needs: "Select one node first.",
  enabled: () => useSession.getState().nodes.length === 1,
  run: () => {
    const [id] = useSession.getState().nodes
    if (id === undefined) return
    showInspector()
    ask("rename", id)
  },
}
