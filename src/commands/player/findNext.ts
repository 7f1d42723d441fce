import { say } from "../../state/messages.ts"
import { usePlayer } from "../../state/player/player.ts"
import { jumpToFinding } from "../../state/player/playing.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const findNext: Command = {
  id: "player.findNext",
  label: "Go to the next pause",
  icon: "last",
  keywords: ["breakpoint", "NaN", "dead ReLU", "vanishing", "exploding", "debugger"],
  needs: "Run Forward or Backward first.",
  enabled: () => usePlayer.getState().sequence !== null,
  run: () => {
    showDrawer("player")
    if (!jumpToFinding()) say("No step after this one meets a pause condition.")
  },
}
