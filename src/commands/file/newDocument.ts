import type { Command } from "../command.ts"
import { openBlank } from "./opening/opening.ts"

export const newDocument: Command = {
  id: "file.newDocument",
  label: "New graph",
  icon: "new",
  keywords: ["empty", "blank", "create"],
  use: 70,
  enabled: () => true,
  run: () => {
    openBlank()
  },
}
