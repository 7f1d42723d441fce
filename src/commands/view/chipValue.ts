import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const chipValue: Command = {
  id: "view.chipValue",
  label: "Values on the wires",
  icon: "wire",
  keywords: ["show values", "activations", "chips", "labels"],
  use: 45,
  needs: "The wires show values already.",
  enabled: () => useSession.getState().chip !== "value",
  run: () => useSession.getState().setChip("value"),
}
