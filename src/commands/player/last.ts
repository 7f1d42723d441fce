import { usePlayer } from "../../state/player/player.ts"
import { last as toLast } from "../../state/player/playing.ts"
import type { Command } from "../command.ts"

export const last: Command = {
  id: "player.last",
  label: "Last op",
  icon: "last",
  keywords: ["end", "player"],
  shortcuts: ["Shift+End"],
  needs: "The player is at the last op, or nothing was run yet.",
  enabled: () => {
    const { at, sequence } = usePlayer.getState()
    return at !== null && sequence !== null && at < sequence.steps.length - 1
  },
  run: toLast,
}
