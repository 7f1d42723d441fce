import { useCamera } from "../../state/camera.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const lasso: Command = {
  id: "select.lasso",
  label: "Select with a lasso",
  icon: "lasso",
  keywords: ["freehand", "draw around", "Alt drag"],
  shortcuts: ["L"],
  needs: "The canvas is not there yet.",
  enabled: () => useCamera.getState().camera !== null,
  run: () => useSession.getState().setLasso(true),
}
