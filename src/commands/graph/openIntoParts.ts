import type { Command } from "../command.ts"
import { openableSelection, openSelection, partsNeeded } from "./chosen/openableLayers.ts"

export const openIntoParts: Command = {
  id: "graph.openIntoParts",
  label: "Open into parts",
  icon: "openParts",
  keywords: ["expand", "explode", "primitives", "inside", "decompose"],
  shortcuts: ["P"],
  edits: true,
  use: 30,
  needs: partsNeeded,
  enabled: () => openableSelection().length > 0,
  run: openSelection,
}
