import { readNodes } from "../../graph/document.ts"
import { useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const sameKind: Command = {
  id: "select.sameKind",
  label: "Select all of the same kind",
  icon: "select",
  keywords: ["similar", "same op"],
  shortcuts: ["Shift+K"],
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: () => {
    const { nodes, select } = useSession.getState()
    const all = readNodes(useDocument.getState().document)
    const chosen = new Set(nodes)
    const kinds = new Set(all.filter(({ id }) => chosen.has(id)).map(({ op }) => op))
    select({ nodes: all.filter(({ op }) => kinds.has(op)).map(({ id }) => id), wires: [] })
  },
}
