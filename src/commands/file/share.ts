import { useDocument } from "../../state/document.ts"
import { warn } from "../../state/messages.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { shareLink } from "../linking.ts"

export const share: Command = {
  id: "file.share",
  label: "Share",
  icon: "share",
  keywords: ["link", "url", "copy link", "send"],
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    const shared = shareLink()
    if ("problem" in shared) warn(shared.problem)
    else useSession.getState().setDialog("share")
  },
}
