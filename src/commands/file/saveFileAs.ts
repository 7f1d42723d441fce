import type { Command } from "../command.ts"
import { canSave, saveToFile } from "./saving/savingFile.ts"

export const saveFileAs: Command = {
  id: "file.saveFileAs",
  label: "Save as another file",
  icon: "save",
  keywords: ["save as", "download", "export", "json"],
  shortcuts: ["Mod+Shift+S"],
  needs: "A newer Gradwire wrote this graph: its link or file is kept as it is.",
  enabled: canSave,
  run: () => saveToFile(true),
}
