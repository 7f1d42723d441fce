import { useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const selectAll: Command = {
  id: "edit.selectAll",
  label: "Select all",
  icon: "select",
  shortcuts: ["Mod+A"],
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    const nodes = useDocument.getState().document.nodes.map(({ id }) => id)
    useSession.getState().select({ nodes, wires: [] })
  },
}
