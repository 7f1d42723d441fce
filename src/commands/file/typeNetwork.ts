import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const typeNetwork: Command = {
  id: "file.typeNetwork",
  label: "Type a network",
  icon: "type",
  keywords: ["shorthand", "CONV3-10", "build", "POOL2", "FC"],
  enabled: () => true,
  run: () => useSession.getState().setDialog("build"),
}
