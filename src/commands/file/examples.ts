import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const examples: Command = {
  id: "file.examples",
  label: "Examples",
  icon: "gallery",
  keywords: ["gallery", "graphs", "homework", "sample", "open"],
  use: 68,
  enabled: () => true,
  run: () => useSession.getState().setDialog("examples"),
}
