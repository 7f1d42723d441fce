import { useCamera } from "../../state/camera.ts"
import type { Command } from "../command.ts"

export const zoomOut: Command = {
  id: "view.zoomOut",
  label: "Zoom out",
  icon: "zoomOut",
  shortcuts: ["-", "Mod+-"],
  needs: "The canvas is not there yet.",
  enabled: () => useCamera.getState().camera !== null,
  run: () => useCamera.getState().camera?.zoomBy(0.8),
}
