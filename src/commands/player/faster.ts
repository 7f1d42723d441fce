import { SPEEDS, usePlayer } from "../../state/player/player.ts"
import { setSpeed } from "../../state/player/playing.ts"
import type { Command } from "../command.ts"

export const faster: Command = {
  id: "player.faster",
  label: "Play faster",
  icon: "play",
  keywords: ["speed", "player"],
  shortcuts: [">"],
  needs: "It plays as fast as it can.",
  enabled: () => usePlayer.getState().speed < Math.max(...SPEEDS),
  run: () => {
    const next = SPEEDS.find((speed) => speed > usePlayer.getState().speed)
    if (next !== undefined) setSpeed(next)
  },
}
