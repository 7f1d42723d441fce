import { useDocument } from "../../state/document.ts"
import { askFor } from "../../state/player/player.ts"
import { forward as runForward } from "../../state/run/run.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const forward: Command = {
  id: "run.forward",
  label: "Forward",
  icon: "forward",
  keywords: ["run", "evaluate", "compute", "values"],
  shortcuts: ["F"],
  use: 100,
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    useSession.getState().setChip("value")
    runForward()
    askFor("forward")
  },
}
