import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const chipShape: Command = {
  id: "view.chipShape",
  label: "Show shapes on wires",
  icon: "wire",
  keywords: ["chips", "labels"],
  enabled: () => useSession.getState().chip !== "shape",
  run: () => useSession.getState().setChip("shape"),
}
