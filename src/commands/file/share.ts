import { useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { canSave } from "./saving/savingFile.ts"

export const share: Command = {
  id: "file.share",
  label: "Share",
  icon: "share",
  keywords: ["link", "url", "copy link", "send"],
  use: 58,
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0 && canSave(),
  run: async () => {
    const { shareLink } = await import("./opening/links.ts")
    // One that is too long for a link says so in the panel, which offers the file.
    shareLink()
    useSession.getState().setDialog("share")
  },
}
