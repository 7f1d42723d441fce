import { jump, usePlayer } from "../../state/player/player.ts"
import type { Command } from "../command.ts"

export const first: Command = {
  id: "player.first",
  label: "First step",
  icon: "first",
  keywords: ["start", "rewind", "player"],
  shortcuts: ["Shift+Home"],
  enabled: () => (usePlayer.getState().at ?? 0) > 0,
  run: () => jump(0),
}
