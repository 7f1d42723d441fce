import type { Command } from "../command.ts"
import { collapseGroups, selectedCards } from "./chosen/chosenGroup.ts"

export const expand: Command = {
  id: "graph.expand",
  label: "Expand the group",
  icon: "expand",
  keywords: ["unfold", "open group"],
  shortcuts: ["Shift+E"],
  edits: true,
  needs: "Select a collapsed group first.",
  enabled: () => selectedCards().length > 0,
  run: () => collapseGroups(selectedCards(), false),
}
