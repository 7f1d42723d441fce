import { useDocument } from "../../state/document.ts"
import { step as nextStep, usePlayer } from "../../state/player/player.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const step: Command = {
  id: "player.step",
  label: "Step",
  icon: "step",
  keywords: ["next", "player", "debugger", "walk through"],
  shortcuts: ["."],
  enabled: () => {
    const { at, sequence } = usePlayer.getState()
    if (at !== null && sequence !== null) return at < sequence.steps.length - 1
    return useDocument.getState().document.nodes.length > 0
  },
  run: () => {
    showDrawer("player")
    nextStep()
  },
}
