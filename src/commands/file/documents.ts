import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const documents: Command = {
  id: "file.documents",
  label: "Documents",
  icon: "open",
  keywords: ["home", "list", "recent", "history", "bin", "library", "my graphs"],
  enabled: () => true,
  run: () => useSession.getState().setDialog("documents"),
}
