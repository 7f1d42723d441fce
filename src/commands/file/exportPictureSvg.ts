import { say, warn } from "../../state/messages.ts"
import type { Command } from "../command.ts"
import { hasPicture, savePicture } from "../picturing.ts"

export const exportPictureSvg: Command = {
  id: "file.exportPictureSvg",
  label: "Save picture as SVG",
  icon: "picture",
  keywords: ["export", "image", "figure", "download", "svg"],
  enabled: hasPicture,
  run: async () => {
    const outcome = await savePicture("svg")
    if ("problem" in outcome) warn(outcome.problem)
    else say(outcome.done)
  },
}
