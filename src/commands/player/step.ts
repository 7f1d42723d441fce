import { useDocument } from "../../state/document.ts"
import { askFor, usePlayer } from "../../state/player/player.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const step: Command = {
  id: "player.step",
  label: "Next op",
  icon: "step",
  keywords: ["step", "next step", "single step", "player", "debugger", "walk through"],
  shortcuts: ["."],
  use: 55,
  needs: "The player is at the last op, or nothing is drawn yet.",
  enabled: () => {
    const { at, sequence, playback } = usePlayer.getState()
    // Behind its last step a playback has its end.
    if (at !== null && sequence !== null) return playback !== null || at < sequence.steps.length - 1
    return useDocument.getState().document.nodes.length > 0
  },
  run: () => {
    showDrawer("player")
    askFor("step")
  },
}
