import type { Command } from "../command.ts"
import { canSave, saveToFile } from "./saving/savingFile.ts"

export const saveFile: Command = {
  id: "file.saveFile",
  label: "Save as a file",
  icon: "save",
  keywords: ["download", "export", "json", "disk"],
  shortcuts: ["Mod+S"],
  use: 52,
  needs: "A newer Gradwire wrote this graph: its link or file is kept as it is.",
  enabled: canSave,
  run: () => saveToFile(false),
}
