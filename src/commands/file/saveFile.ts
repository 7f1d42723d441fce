import type { Command } from "../command.ts"
import { canSave, saveToFile } from "./saving/savingFile.ts"

export const saveFile: Command = {
  id: "file.saveFile",
  label: "Save as a file",
  icon: "save",
  keywords: ["download", "export", "json", "disk"],
  shortcuts: ["Mod+S"],
  enabled: canSave,
  run: () => saveToFile(false),
}
