import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const chipGradient: Command = {
  id: "view.chipGradient",
  label: "Show gradients on wires",
  icon: "wire",
  keywords: ["chips", "labels"],
  enabled: () => useSession.getState().chip !== "gradient",
  run: () => useSession.getState().setChip("gradient"),
}
