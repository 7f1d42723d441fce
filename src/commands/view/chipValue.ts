import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const chipValue: Command = {
  id: "view.chipValue",
  label: "Show values on wires",
  icon: "wire",
  keywords: ["chips", "labels"],
  enabled: () => useSession.getState().chip !== "value",
  run: () => useSession.getState().setChip("value"),
}
