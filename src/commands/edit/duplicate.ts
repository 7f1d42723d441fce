import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { duplicateSelection } from "./clipboard/clipboard.ts"

export const duplicate: Command = {
  id: "edit.duplicate",
  label: "Duplicate",
  icon: "duplicate",
  keywords: ["copy", "clone"],
  shortcuts: ["Mod+D"],
  edits: true,
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: () => duplicateSelection(),
}
