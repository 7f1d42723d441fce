import { group as makeGroup } from "../../graph/edit/groupEdits.ts"
import { edit, useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const group: Command = {
  id: "graph.group",
  label: "Group",
  icon: "group",
  keywords: ["frame", "container", "wrap", "module"],
  shortcuts: ["Mod+G"],
  edits: true,
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: () => {
    const { nodes } = useSession.getState()
    const count = (useDocument.getState().document.groups?.length ?? 0) + 1
    edit(
      nodes.length === 1 ? `Group ${nodes[0]}` : `Group ${nodes.length} nodes`,
      (document) => makeGroup(document, nodes, `Group ${count}`).document,
    )
  },
}
