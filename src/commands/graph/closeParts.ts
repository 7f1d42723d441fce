import type { Command } from "../command.ts"
import { closeAround, openedAround } from "./chosen/openableLayers.ts"

export const closeParts: Command = {
  id: "graph.closeParts",
  label: "Close parts",
  icon: "closeParts",
  keywords: ["collapse", "fold", "put back together"],
  shortcuts: ["Shift+P"],
  edits: true,
  needs: "Select a part of an opened layer first.",
  enabled: () => openedAround() !== null,
  run: closeAround,
}
