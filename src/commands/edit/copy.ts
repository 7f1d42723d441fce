import { say, warn } from "../../state/messages.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { copiedText, writeClipboard } from "./clipboard/clipboard.ts"

export const copy: Command = {
  id: "edit.copy",
  label: "Copy",
  icon: "copy",
  shortcuts: ["Mod+C"],
  native: true,
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: async () => {
    const text = copiedText()
    if (text === null) return
    if (await writeClipboard(text)) say("Copied.")
    else warn("The browser does not let this page write to the clipboard; use the keyboard instead.")
  },
}
