import { say, warn } from "../../state/messages.ts"
import type { Command } from "../command.ts"
import { copyPicture, hasPicture } from "../picturing.ts"

export const exportPictureCopy: Command = {
  id: "file.exportPictureCopy",
  label: "Copy picture",
  icon: "picture",
  keywords: ["export", "image", "figure", "png", "clipboard", "copy as png"],
  enabled: hasPicture,
  run: async () => {
    const outcome = await copyPicture()
    if ("problem" in outcome) warn(outcome.problem)
    else say(outcome.done)
  },
}
