import type { Command } from "../command.ts"
import { askForFile } from "./opening/asking.ts"
import { openFileNamed } from "./opening/files.ts"

export const openFile: Command = {
  id: "file.openFile",
  label: "Open a file",
  icon: "open",
  keywords: ["load", "import", "json"],
  shortcuts: ["Mod+O"],
  use: 50,
  enabled: () => true,
  run: async () => {
    const file = await askForFile(".json,application/json")
    if (file !== null) await openFileNamed(file)
  },
}
