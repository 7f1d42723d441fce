import { useDocument } from "../../state/document.ts"
import { say, warn } from "../../state/messages.ts"
import type { Command } from "../command.ts"

export const exportPicturePng: Command = {
  id: "file.exportPicturePng",
  label: "Save picture as PNG",
  icon: "picture",
  keywords: ["export", "image", "figure", "download", "png"],
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: async () => {
    const { savePicture } = await import("./picturing/picturing.ts")
    const outcome = await savePicture("png")
    if ("problem" in outcome) warn(outcome.problem)
    else say(outcome.done)
  },
}
