import { openSearch } from "../../state/search.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { looseEnds } from "./searching/portEntries.ts"

export const connect: Command = {
  id: "edit.connect",
  label: "Connect to…",
  icon: "wire",
  keywords: ["wire", "join", "link"],
  shortcuts: ["C"],
  edits: true,
  needs: "Select one node with a free port first.",
  enabled: () => ends().length > 0,
  run: () => openSearch({ kind: "connect", ends: ends() }),
}

function ends() {
  const { nodes } = useSession.getState()
  const [id] = nodes
  return nodes.length === 1 && id !== undefined ? looseEnds(id) : []
}
