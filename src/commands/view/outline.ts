import { useSession } from "../../state/session.ts"
import { showSide } from "../../state/window.ts"
import type { Command } from "../command.ts"

export const outline: Command = {
  id: "view.outline",
  label: "Outline",
  icon: "panel",
  keywords: ["list of nodes", "tree", "screen reader", "text"],
  shortcuts: ["O"],
  enabled: () => true,
  run: () => {
    const { setPanel, setSheet } = useSession.getState()
    showSide("outline")
    setPanel("palette", { open: true })
    setSheet("palette")
  },
}
