import { say, warn } from "../../state/messages.ts"
import type { Command } from "../command.ts"
import { hasPicture, savePicture } from "../picturing.ts"

export const exportPicturePng: Command = {
  id: "file.exportPicturePng",
  label: "Save picture as PNG",
  icon: "picture",
  keywords: ["export", "image", "figure", "download", "png"],
  enabled: hasPicture,
  run: async () => {
    const outcome = await savePicture("png")
    if ("problem" in outcome) warn(outcome.problem)
    else say(outcome.done)
  },
}
