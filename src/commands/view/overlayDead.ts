import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const overlayDead: Command = {
  id: "view.overlayDead",
  label: "Overlay: Dead units",
  icon: "heat",
  keywords: ["overlay", "dead ReLU", "dying ReLU", "silent units", "zeros", "sparsity", "heat map"],
  needs: "This overlay is on already.",
  enabled: () => useSession.getState().overlay !== "dead",
  run: () => useSession.getState().setOverlay("dead"),
}
