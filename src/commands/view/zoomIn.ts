import { useCamera } from "../../state/camera.ts"
import type { Command } from "../command.ts"

export const zoomIn: Command = {
  id: "view.zoomIn",
  label: "Zoom in",
  icon: "zoomIn",
  shortcuts: ["+", "=", "Mod+="],
  enabled: () => useCamera.getState().camera !== null,
  run: () => useCamera.getState().camera?.zoomBy(1.25),
}
