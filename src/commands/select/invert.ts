import { useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const invert: Command = {
  id: "select.invert",
  label: "Invert the selection",
  icon: "select",
  shortcuts: ["Shift+I"],
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    const { nodes, select } = useSession.getState()
    const chosen = new Set(nodes)
    const others = useDocument.getState().document.nodes.filter(({ id }) => !chosen.has(id))
    select({ nodes: others.map(({ id }) => id), wires: [] })
  },
}
