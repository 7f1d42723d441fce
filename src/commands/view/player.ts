import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const player: Command = {
  id: "view.player",
  label: "Player",
  icon: "panel",
  keywords: ["step through", "debugger", "walk through", "breakpoints", "animation"],
  enabled: () => true,
  run: () => showDrawer("player"),
}
