import { useDocument } from "../../state/document.ts"
import { useWindow } from "../../state/window.ts"
import type { Command } from "../command.ts"

export const print: Command = {
  id: "file.print",
  label: "Print",
  icon: "picture",
  keywords: ["paper", "pdf", "homework sheet"],
  shortcuts: ["Mod+P"],
  needs: "There is no node to print yet.",
  enabled: () => useWindow.getState().print !== null && useDocument.getState().document.nodes.length > 0,
  run: () => useWindow.getState().print?.(),
}
