import { useCamera } from "../../state/camera.ts"
import type { Command } from "../command.ts"

export const zoomIn: Command = {
  id: "view.zoomIn",
  label: "Zoom in",
  icon: "zoomIn",
  shortcuts: ["+", "=", "Mod+="],
  needs: "The canvas is not there yet.",
  enabled: () => useCamera.getState().camera !== null,
  run: () => useCamera.getState().camera?.zoomBy(1.25),
}
