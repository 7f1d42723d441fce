import { SPEEDS, usePlayer } from "../../state/player/player.ts"
import { setSpeed } from "../../state/player/playing.ts"
import type { Command } from "../command.ts"

export const slower: Command = {
  id: "player.slower",
  label: "Play slower",
  icon: "play",
  keywords: ["speed", "player"],
  shortcuts: ["<"],
  needs: "It plays as slowly as it can.",
  enabled: () => usePlayer.getState().speed > SPEEDS[0],
  run: () => {
    const next = [...SPEEDS].reverse().find((speed) => speed < usePlayer.getState().speed)
    if (next !== undefined) setSpeed(next)
  },
}
