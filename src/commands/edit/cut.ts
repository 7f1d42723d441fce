import { warn } from "../../state/messages.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { copiedText, removeCopied, writeClipboard } from "./clipboard/clipboard.ts"

export const cut: Command = {
  id: "edit.cut",
  label: "Cut",
  icon: "cut",
  shortcuts: ["Mod+X"],
  native: true,
  edits: true,
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: async () => {
    const text = copiedText()
    if (text === null) return
    if (await writeClipboard(text)) removeCopied()
    else warn("The browser does not let this page write to the clipboard; use the keyboard instead.")
  },
}
