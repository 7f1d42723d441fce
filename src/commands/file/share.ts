import { writeCount } from "../../formula/number.ts"
import { useDocument } from "../../state/document.ts"
import { say, warn } from "../../state/messages.ts"
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
    const size = `${writeCount(shared.characters)} characters; the whole graph is in it`
    if (await writeClipboard(shared.link)) say(`Link copied: ${size}.`)
    else say(`The link is in the address bar now: ${size}.`)
    if (shared.advice !== null) warn(shared.advice)
  },
}
