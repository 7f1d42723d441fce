import { togglePause } from "../../state/player/choosing.ts"
import { usePlayer } from "../../state/player/player.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"
import { chosenNode } from "./chosen/subject.ts"

export const pauseHere: Command = {
  id: "inspect.pauseHere",
  label: () => (isPaused() ? "Do not pause here" : "Pause here"),
  icon: "pause",
  keywords: ["breakpoint", "debugger", "stop here", "player"],
  needs: "Select one node first.",
  enabled: () => chosenNode() !== null,
  run: () => {
    const node = chosenNode()
    if (node === null) return
    togglePause(node.id)
    showDrawer("player")
  },
}

function isPaused(): boolean {
  return usePlayer.getState().stops.includes(chosenNode()?.id ?? "")
}
