import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const toggleMode: Command = {
  id: "run.toggleMode",
  label: () => (useSession.getState().mode === "train" ? "Evaluation mode" : "Training mode"),
  icon: "train",
  keywords: [
    "switch the mode",
    "training",
    "evaluation",
    "eval",
    "inference",
    "test mode",
    "training mode",
    "dropout",
    "batch norm",
    "mode",
  ],
  shortcuts: ["T"],
  enabled: () => true,
  run: () => {
    const { mode, setMode } = useSession.getState()
    setMode(mode === "train" ? "eval" : "train")
  },
}
