import { useWindow } from "../../state/window.ts"
import type { Command } from "../command.ts"

export const nextRegion: Command = {
  id: "view.nextRegion",
  label: "To the next region of the window",
  icon: "panel",
  keywords: ["focus", "panel", "keyboard", "pane"],
  shortcuts: ["F6"],
  needs: "The window is not there yet.",
  enabled: () => useWindow.getState().goRegion !== null,
  run: () => useWindow.getState().goRegion?.(1),
}
