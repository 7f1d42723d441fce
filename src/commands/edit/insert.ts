import { useCamera } from "../../state/camera.ts"
import { openSearch, useSearch } from "../../state/search.ts"
import type { Command } from "../command.ts"

export const insert: Command = {
  id: "edit.insert",
  label: "Add a node…",
  icon: "add",
  keywords: ["insert", "new op", "create"],
  shortcuts: ["A"],
  edits: true,
  use: 90,
  enabled: () => true,
  run: () => {
    const { asked } = useSearch.getState()
    const at = asked?.at ?? useCamera.getState().camera?.pointer() ?? null
    openSearch({ kind: "insert", at }, asked)
  },
}
