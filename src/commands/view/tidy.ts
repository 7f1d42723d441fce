import { isQuarantined } from "../../graph/document.ts"
import { fold, moveShown } from "../../graph/fold.ts"
import { layout } from "../../graph/layout.ts"
import { useCamera } from "../../state/camera.ts"
import { edit, useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"
import { shownBoxes } from "../shown.ts"

export const tidy: Command = {
  id: "view.tidy",
  label: "Tidy the layout",
  icon: "tidy",
  keywords: ["arrange", "auto layout", "align"],
  shortcuts: ["Shift+L"],
  enabled: () => useDocument.getState().document.nodes.length > 1,
  run: () => {
    const { joins, camera } = useCamera.getState()
    const { document } = useDocument.getState()
    const { shown, cards, frames } = fold(document)
    const around = new Map<string, string | undefined>(cards.map(({ id, within }) => [id, within ?? undefined]))
    for (const entry of shown) if (!isQuarantined(entry)) around.set(entry.id, entry.group)
    const boxes = [...shownBoxes()].map(([id, { width, height }]) => ({ id, width, height, group: around.get(id) }))
    const placed = layout(boxes, joins(), { groups: frames.map(({ group }) => group) })
    edit("Tidy the layout", (before) => moveShown(before, placed))
    camera?.fit()
  },
}
