import { useDocument } from "../../state/document.ts"
import { say, warn } from "../../state/messages.ts"
import type { Command } from "../command.ts"

export const exportPictureCopy: Command = {
  id: "file.exportPictureCopy",
  label: "Copy picture",
  icon: "picture",
  keywords: ["export", "image", "figure", "png", "clipboard", "copy as png"],
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: async () => {
    const { copyPicture } = await import("./picturing/picturing.ts")
    const outcome = await copyPicture()
    if ("problem" in outcome) warn(outcome.problem)
    else say(outcome.done)
  },
}
