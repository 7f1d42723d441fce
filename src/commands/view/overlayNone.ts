import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const overlayNone: Command = {
  id: "view.overlayNone",
  label: "No overlay",
  icon: "heat",
  keywords: ["overlay", "off", "remove heat map", "plain cards", "clear overlay"],
  needs: "No overlay is on.",
  enabled: () => useSession.getState().overlay !== null,
  run: () => useSession.getState().setOverlay(null),
}
