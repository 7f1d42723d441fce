import { ledToFrom } from "../../graph/analysis/reach.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { selectReached } from "./reach/reaching.ts"

export const downstream: Command = {
  id: "select.downstream",
  label: "Select everything downstream",
  icon: "forward",
  keywords: ["descendants", "consumers", "after"],
  shortcuts: ["Shift+D"],
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: () => selectReached(ledToFrom),
}
