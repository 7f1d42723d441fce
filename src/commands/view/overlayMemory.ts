import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const overlayMemory: Command = {
  id: "view.overlayMemory",
  label: "Overlay: Memory",
  icon: "heat",
  keywords: ["overlay", "bytes", "activations", "RAM", "heat map"],
  needs: "This overlay is on already.",
  enabled: () => useSession.getState().overlay !== "memory",
  run: () => useSession.getState().setOverlay("memory"),
}
