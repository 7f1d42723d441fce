import { useDocument } from "../../state/document.ts"
import { askFor } from "../../state/player/player.ts"
import { backward as runBackward } from "../../state/run/run.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const backward: Command = {
  id: "run.backward",
  label: "Backward",
  icon: "backward",
  keywords: ["run", "gradient", "backpropagation", "backprop"],
  shortcuts: ["B"],
  use: 95,
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    useSession.getState().setChip("gradient")
    runBackward()
    askFor("backward")
  },
}
