import { useWindow } from "../../state/window.ts"
import type { Command } from "../command.ts"

export const previousRegion: Command = {
  id: "view.previousRegion",
  label: "To the previous region of the window",
  icon: "panel",
  keywords: ["focus", "panel", "keyboard", "pane"],
  shortcuts: ["Shift+F6"],
  needs: "The window is not there yet.",
  enabled: () => useWindow.getState().goRegion !== null,
  run: () => useWindow.getState().goRegion?.(-1),
}
