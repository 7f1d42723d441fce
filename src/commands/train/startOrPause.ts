import { useDocument } from "../../state/document.ts"
import { startOrPause as act, isGoing, isRunning, useTraining } from "../../state/training/training.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const startOrPause: Command = {
  id: "train.startOrPause",
  label: () => {
    const state = useTraining.getState()
    if (isRunning(state)) return "Pause training"
    return isGoing(state) && !state.stale && (state.progress?.step ?? 0) > 0 ? "Go on training" : "Train"
  },
  icon: "play",
  keywords: ["learn", "fit", "gradient descent", "start", "resume"],
  shortcuts: ["Shift+T"],
  use: 65,
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    showDrawer("training")
    act()
  },
}
