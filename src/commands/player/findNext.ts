import { say } from "../../state/messages.ts"
import { jumpToFinding, usePlayer } from "../../state/player.ts"
import type { Command } from "../command.ts"
import { showPlayer } from "../showPlayer.ts"

export const findNext: Command = {
  id: "player.findNext",
  label: "Go to the next pause",
  icon: "last",
  keywords: ["breakpoint", "NaN", "dead ReLU", "vanishing", "exploding", "debugger"],
  enabled: () => usePlayer.getState().sequence !== null,
  run: () => {
    showPlayer()
    if (!jumpToFinding()) say("No step after this one meets a pause condition.")
  },
}
