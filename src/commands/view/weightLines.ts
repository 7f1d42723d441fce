import { layerOfLines, toggleWeightLines, useWeightLines } from "../../state/training/weightLines.ts"
import type { Command } from "../command.ts"

export const weightLines: Command = {
  id: "view.weightLines",
  label: () => {
    const id = layerOfLines()
    return id !== null && useWeightLines.getState().nodes.includes(id)
      ? "Hide its weights"
      : "Show its weights as lines"
  },
  icon: "units",
  keywords: ["units", "neurons", "connections", "edges", "linear", "signed"],
  needs: "Select one Linear of at most 32 inputs and 32 outputs.",
  enabled: () => layerOfLines() !== null,
  run: () => {
    const id = layerOfLines()
    if (id !== null) toggleWeightLines(id)
  },
}
