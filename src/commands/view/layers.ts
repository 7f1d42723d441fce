import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const layers: Command = {
  id: "view.layers",
  label: "Layer table",
  icon: "panel",
  keywords: [
    "layers",
    "summary",
    "params",
    "parameter count",
    "number of parameters",
    "MACs",
    "FLOPs",
    "markdown table",
    "CSV",
    "latex table",
  ],
  enabled: () => true,
  run: () => showDrawer("layers"),
}
