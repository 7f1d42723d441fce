import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const overlayTime: Command = {
  id: "view.overlayTime",
  label: "Overlay: Time of the last run",
  icon: "heat",
  keywords: ["overlay", "profile", "profiler", "milliseconds", "slow", "speed", "heat map"],
  needs: "This overlay is on already.",
  enabled: () => useSession.getState().overlay !== "time",
  run: () => useSession.getState().setOverlay("time"),
}
