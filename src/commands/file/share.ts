import { useDocument } from "../../state/document.ts"
import { say, warn } from "../../state/messages.ts"
import { useSession } from "../../state/session.ts"
import { writeClipboard } from "../clipboard.ts"
import type { Command } from "../command.ts"
import { shareLink } from "../linking.ts"

export const share: Command = {
  id: "file.share",
  label: "Share",
  icon: "share",
  keywords: ["link", "url", "copy link", "send"],
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: async () => {
    const shared = shareLink()
    if ("problem" in shared) return warn(shared.problem)
    useSession.getState().setDialog("share")
    if (await writeClipboard(shared.link)) say("The link is copied, and in the address bar.")
    else say("The link is in the address bar now.")
  },
}
