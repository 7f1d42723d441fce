import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { duplicateSelection } from "./clipboard/clipboard.ts"

export const duplicateJoined: Command = {
  id: "edit.duplicateJoined",
  label: "Duplicate with wires",
  icon: "duplicate",
  keywords: ["copy", "clone", "keep links", "inputs"],
  shortcuts: ["Mod+Shift+D"],
  edits: true,
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: () => duplicateSelection(true),
}
