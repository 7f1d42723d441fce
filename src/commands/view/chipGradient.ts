import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const chipGradient: Command = {
  id: "view.chipGradient",
  label: "Gradients on the wires",
  icon: "wire",
  keywords: ["show gradients", "chips", "labels"],
  use: 46,
  needs: "The wires show gradients already.",
  enabled: () => useSession.getState().chip !== "gradient",
  run: () => useSession.getState().setChip("gradient"),
}
