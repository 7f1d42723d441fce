import { FORMAT_VERSION } from "../../graph/document.ts"
import { open } from "../../state/document.ts"
import type { Command } from "../command.ts"

export const newDocument: Command = {
  id: "file.newDocument",
  label: "New graph",
  icon: "new",
  keywords: ["empty", "blank", "create"],
  enabled: () => true,
  run: () => open({ gradwire: FORMAT_VERSION, title: "Untitled", nodes: [] }),
}
