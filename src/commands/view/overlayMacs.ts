import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const overlayMacs: Command = {
  id: "view.overlayMacs",
  label: "Overlay: MACs",
  icon: "heat",
  keywords: ["overlay", "FLOPs", "multiply-accumulates", "cost", "compute", "heat map"],
  needs: "This overlay is on already.",
  enabled: () => useSession.getState().overlay !== "macs",
  run: () => useSession.getState().setOverlay("macs"),
}
