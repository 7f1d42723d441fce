import { useCamera } from "../../state/camera.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const fitSelection: Command = {
  id: "view.fitSelection",
  label: "Fit the selection into view",
  icon: "fit",
  keywords: ["zoom to selection"],
  shortcuts: ["2", "Shift+2"],
  needs: "Select a node first.",
  enabled: () => useCamera.getState().camera !== null && useSession.getState().nodes.length > 0,
  run: () => useCamera.getState().camera?.fit(useSession.getState().nodes),
}
