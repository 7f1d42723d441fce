import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { hasPicture } from "../picturing.ts"

export const exportPicture: Command = {
  id: "file.exportPicture",
  label: "Export a picture",
  icon: "picture",
  keywords: ["svg", "png", "image", "figure", "homework sheet", "print", "screenshot"],
  enabled: hasPicture,
  run: () => useSession.getState().setDialog("picture"),
}
