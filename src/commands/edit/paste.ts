import { warn } from "../../state/messages.ts"
import type { Command } from "../command.ts"
import { pasteText } from "./clipboard/clipboard.ts"

export const paste: Command = {
  id: "edit.paste",
  label: "Paste",
  icon: "paste",
  shortcuts: ["Mod+V"],
  native: true,
  edits: true,
  enabled: () => true,
  run: async () => {
    try {
      pasteText(await navigator.clipboard.readText())
    } catch {
      warn("The browser does not let this page read the clipboard; use the keyboard instead.")
    }
  },
}
