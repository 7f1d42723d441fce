import type { Command } from "../command.ts"
import { collapseGroups, groupOfSelection } from "./chosen/chosenGroup.ts"

export const collapse: Command = {
  id: "graph.collapse",
  label: "Collapse the group",
  icon: "collapse",
  keywords: ["fold", "close group", "one card"],
  shortcuts: ["Shift+C"],
  edits: true,
  needs: "Select an open group, or a node in one, first.",
  enabled: () => (groupOfSelection()?.collapsed ?? null) !== true && groupOfSelection() !== null,
  run: () => {
    const group = groupOfSelection()
    if (group !== null) void collapseGroups([group], true)
  },
}
