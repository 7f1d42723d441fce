import { useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const share: Command = {
  id: "file.share",
  label: "Share",
  icon: "share",
  keywords: ["link", "url", "copy link", "send"],
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => useSession.getState().setDialog("share"),
}
