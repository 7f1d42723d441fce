import { useCamera } from "../../state/camera.ts"
import type { Command } from "../command.ts"

export const zoomActual: Command = {
  id: "view.zoomActual",
  label: "Zoom to 100 %",
  icon: "zoomIn",
  shortcuts: ["0", "Mod+0"],
  needs: "The canvas is not there yet.",
  enabled: () => useCamera.getState().camera !== null,
  run: () => useCamera.getState().camera?.zoomTo(1),
}
