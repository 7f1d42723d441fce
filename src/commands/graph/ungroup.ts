import { ungroup as dissolve } from "../../graph/edit/groupEdits.ts"
import { edit } from "../../state/document.ts"
import type { Command } from "../command.ts"
import { groupOfSelection } from "./chosen/chosenGroup.ts"

export const ungroup: Command = {
  id: "graph.ungroup",
  label: "Ungroup",
  icon: "ungroup",
  keywords: ["dissolve the group"],
  shortcuts: ["Mod+Shift+G"],
  edits: true,
  needs: "Select a group, or a node in one, first.",
  enabled: () => groupOfSelection() !== null,
  run: () => {
    const group = groupOfSelection()
    if (group !== null) edit(`Ungroup ${group.label ?? group.id}`, (document) => dissolve(document, group.id))
  },
}
