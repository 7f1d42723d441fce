import { FIRST_FORMAT } from "../../graph/document.ts"
import type { Command } from "../command.ts"
import { openDocument } from "../opening.ts"

export const newDocument: Command = {
  id: "file.newDocument",
  label: "New graph",
  icon: "new",
  keywords: ["empty", "blank", "create"],
  enabled: () => true,
  run: () => openDocument({ gradwire: FIRST_FORMAT, title: "Untitled", nodes: [] }, "new"),
}
