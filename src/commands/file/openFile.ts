import type { Command } from "../command.ts"
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
    const file = await askForFile()
    if (file !== null) await openFileNamed(file)
  },
}

function askForFile(): Promise<File | null> {
  const input = document.createElement("input")
  input.type = "file"
  input.accept = ".json,application/json"
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files?.[0] ?? null))
    input.addEventListener("cancel", () => resolve(null))
    input.click()
  })
}
