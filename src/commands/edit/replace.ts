import { findNode } from "../../graph/edit/update.ts"
import { useDocument } from "../../state/document.ts"
import { openSearch } from "../../state/search.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const replace: Command = {
  id: "edit.replace",
  label: "Replace with…",
  icon: "replace",
  keywords: ["change op", "swap", "convert", "turn into"],
  shortcuts: ["R"],
  edits: true,
  needs: "Select one node first.",
  enabled: () => chosen() !== null,
  run: () => {
    const node = chosen()
    if (node !== null) openSearch({ kind: "replace", node })
  },
}

function chosen(): string | null {
  const { nodes } = useSession.getState()
  const [id] = nodes
  if (nodes.length !== 1 || id === undefined) return null
  return findNode(useDocument.getState().document, id) === undefined ? null : id
}
