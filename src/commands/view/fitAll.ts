import { useCamera } from "../../state/camera.ts"
import type { Command } from "../command.ts"

export const fitAll: Command = {
  id: "view.fitAll",
  label: "Fit the graph into view",
  icon: "fit",
  keywords: ["zoom to fit", "centre", "show all"],
  shortcuts: ["1", "Shift+1"],
  needs: "The canvas is not there yet.",
  enabled: () => useCamera.getState().camera !== null,
  run: () => useCamera.getState().camera?.fit(),
}
