import { moveNodes } from "../../graph/edit.ts"
import { layout } from "../../graph/layout.ts"
import { useCamera } from "../../state/camera.ts"
import { edit, useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"

export const tidy: Command = {
  id: "view.tidy",
  label: "Tidy the layout",
  icon: "tidy",
  keywords: ["arrange", "auto layout", "align"],
  shortcuts: ["Shift+L"],
  enabled: () => useDocument.getState().document.nodes.length > 1,
  run: () => {
    const { boxes, joins, camera } = useCamera.getState()
    const placed = layout(
      [...boxes()].map(([id, { width, height }]) => ({ id, width, height })),
      joins(),
    )
    edit("Tidy the layout", (document) => moveNodes(document, placed))
    camera?.fit()
  },
}
