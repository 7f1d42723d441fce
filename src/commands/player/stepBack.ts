import { stepBack as oneBack, usePlayer } from "../../state/player/player.ts"
import type { Command } from "../command.ts"

export const stepBack: Command = {
  id: "player.stepBack",
  label: "Step back",
  icon: "stepBack",
  keywords: ["previous", "player"],
  shortcuts: [","],
  enabled: () => (usePlayer.getState().at ?? 0) > 0,
  run: oneBack,
}
