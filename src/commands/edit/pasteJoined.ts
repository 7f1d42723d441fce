import { warn } from "../../state/messages.ts"
import type { Command } from "../command.ts"
import { pasteText } from "./clipboard/clipboard.ts"

export const pasteJoined: Command = {
  id: "edit.pasteJoined",
  label: "Paste with wires",
  icon: "paste",
  keywords: ["keep links", "inputs"],
  shortcuts: ["Mod+Shift+V"],
  native: true,
  edits: true,
  enabled: () => true,
  run: async () => {
    try {
      pasteText(await navigator.clipboard.readText(), true)
    } catch {
      warn("The browser does not let this page read the clipboard; use the keyboard instead.")
    }
  },
}
