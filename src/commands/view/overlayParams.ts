import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const overlayParams: Command = {
  id: "view.overlayParams",
  label: "Overlay: Parameters",
  icon: "heat",
  keywords: ["overlay", "parameter count", "params", "size of layers", "heat map"],
  needs: "This overlay is on already.",
  enabled: () => useSession.getState().overlay !== "params",
  run: () => useSession.getState().setOverlay("params"),
}
