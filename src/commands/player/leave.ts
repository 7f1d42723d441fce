import { usePlayer } from "../../state/player/player.ts"
import { leave as leavePlayer } from "../../state/player/playing.ts"
import type { Command } from "../command.ts"

export const leave: Command = {
  id: "player.leave",
  label: "Leave the player",
  icon: "stop",
  keywords: ["stop", "close", "whole graph"],
  shortcuts: ["Shift+Escape"],
  needs: "The player is not open at an op.",
  enabled: () => usePlayer.getState().at !== null,
  run: leavePlayer,
}
