import { usePlayer } from "../../state/player/player.ts"
import { stepBack as oneBack } from "../../state/player/playing.ts"
import type { Command } from "../command.ts"

export const stepBack: Command = {
  id: "player.stepBack",
  label: "Previous op",
  icon: "stepBack",
  keywords: ["step back", "previous", "player"],
  shortcuts: [","],
  needs: "The player is not past the first op.",
  enabled: () => (usePlayer.getState().at ?? 0) > 0,
  run: oneBack,
}
