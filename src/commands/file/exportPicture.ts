import { useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const exportPicture: Command = {
  id: "file.exportPicture",
  label: "Export a picture",
  icon: "picture",
  keywords: ["svg", "png", "image", "figure", "homework sheet", "print", "screenshot"],
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => useSession.getState().setDialog("picture"),
}
