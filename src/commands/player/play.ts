import { useDocument } from "../../state/document.ts"
import { usePlayer } from "../../state/player/player.ts"
import { pause } from "../../state/player/playing.ts"
import { play as playRun } from "../../state/player/taking.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const play: Command = {
  id: "player.play",
  label: () => (usePlayer.getState().playing ? "Pause" : "Play op by op"),
  icon: "play",
  keywords: ["pause", "player", "animate"],
  shortcuts: ["K"],
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    if (usePlayer.getState().playing) {
      pause()
      return
    }
    // A playback on the canvas goes on there.
    if (usePlayer.getState().playback === null) showDrawer("player")
    playRun()
  },
}
