import { removeAndHeal as heal } from "../../graph/edit/rewire.ts"
import { edit } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const removeAndHeal: Command = {
  id: "edit.removeAndHeal",
  label: "Delete and join the wires",
  icon: "heal",
  keywords: ["heal", "dissolve", "remove from chain", "bypass"],
  shortcuts: ["Shift+Delete", "Shift+Backspace"],
  edits: true,
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: () => {
    const { nodes } = useSession.getState()
    const label = nodes.length === 1 ? `Delete ${nodes[0]}, wires joined` : `Delete ${nodes.length} nodes, wires joined`
    edit(label, (document) => heal(document, nodes), { select: { nodes: [], wires: [] } })
  },
}
