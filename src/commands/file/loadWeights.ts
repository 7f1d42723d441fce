import { useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"
import { askForFile } from "./opening/asking.ts"

export const loadWeights: Command = {
  id: "file.loadWeights",
  label: "Load weights",
  icon: "open",
  keywords: ["safetensors", "npz", "state_dict", "pretrained", "import params", "checkpoint"],
  edits: true,
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: async () => {
    const file = await askForFile(".safetensors,.npz")
    if (file === null) return
    const { offerWeights } = await import("./weighing/weighing.ts")
    await offerWeights(file)
  },
}
