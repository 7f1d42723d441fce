import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const chipShape: Command = {
  id: "view.chipShape",
  label: "Shapes on the wires",
  icon: "wire",
  keywords: ["show shapes", "chips", "labels"],
  use: 44,
  needs: "The wires show shapes already.",
  enabled: () => useSession.getState().chip !== "shape",
  run: () => useSession.getState().setChip("shape"),
}
