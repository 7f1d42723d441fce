import { useDocument } from "../../state/document.ts"
import { say, warn } from "../../state/messages.ts"
import type { Command } from "../command.ts"

export const exportPictureSvg: Command = {
  id: "file.exportPictureSvg",
  label: "Save picture as SVG",
  icon: "picture",
  keywords: ["export", "image", "figure", "download", "svg"],
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: async () => {
    const { savePicture } = await import("./picturing/picturing.ts")
    const outcome = await savePicture("svg")
    if ("problem" in outcome) warn(outcome.problem)
    else say(outcome.done)
  },
}
