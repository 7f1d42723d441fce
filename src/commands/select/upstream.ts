import { leadsTo } from "../../graph/analysis/reach.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { selectReached } from "./reach/reaching.ts"

export const upstream: Command = {
  id: "select.upstream",
  label: "Select everything upstream",
  icon: "backward",
  keywords: ["ancestors", "inputs of", "before"],
  shortcuts: ["Shift+U"],
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: () => selectReached(leadsTo),
}
