import { usePlayer } from "../../state/player/player.ts"
import { jump } from "../../state/player/playing.ts"
import type { Command } from "../command.ts"

export const first: Command = {
  id: "player.first",
  label: "First op",
  icon: "first",
  keywords: ["start", "rewind", "player"],
  shortcuts: ["Shift+Home"],
  needs: "The player is not past the first op.",
  enabled: () => (usePlayer.getState().at ?? 0) > 0,
  run: () => jump(0),
}
