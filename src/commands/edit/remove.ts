import type { GradwireDocument } from "../../graph/document.ts"
import { removeWhole } from "../../graph/edit/copies.ts"
import { disconnect } from "../../graph/edit/edit.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const remove: Command = {
  id: "edit.remove",
  label: "Delete",
  icon: "delete",
  keywords: ["remove", "erase", "cut wire"],
  shortcuts: ["Delete", "Backspace"],
  edits: true,
  needs: "Select a node or a wire first.",
  enabled: () => useSession.getState().nodes.length + useSession.getState().wires.length > 0,
  run: () => {
    const { nodes, wires } = useSession.getState()
    edit(labelFor(nodes, wires), (document) => cutWires(removeWhole(document, nodes), new Set(wires)), {
      select: { nodes: [], wires: [] },
    })
  },
}

function labelFor(nodes: readonly string[], wires: readonly string[]): string {
  if (nodes.length === 0) return wires.length === 1 ? "Cut a wire" : `Cut ${wires.length} wires`
  return nodes.length === 1 ? `Delete ${nodes[0]}` : `Delete ${nodes.length} nodes`
}

/** From the last place of a list to its first: cutting closes the gap, which moves what is behind it. */
function cutWires(document: GradwireDocument, wires: ReadonlySet<string>): GradwireDocument {
  const chosen = useAnalysis.getState().analysis.wires.filter((wire) => wires.has(wire.id))
  return [...chosen]
    .sort((a, b) => (b.to.index ?? 0) - (a.to.index ?? 0))
    .reduce((left, wire) => disconnect(left, wire.to), document)
}
