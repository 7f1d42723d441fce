import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const overlayGradient: Command = {
  id: "view.overlayGradient",
  label: "Overlay: Gradient RMS",
  icon: "heat",
  keywords: ["overlay", "vanishing gradient", "exploding gradient", "gradient norm", "heat map"],
  needs: "This overlay is on already.",
  enabled: () => useSession.getState().overlay !== "gradient",
  run: () => useSession.getState().setOverlay("gradient"),
}
