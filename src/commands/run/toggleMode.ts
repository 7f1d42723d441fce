import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const toggleMode: Command = {
  id: "run.toggleMode",
  label: () => (useSession.getState().mode === "train" ? "Switch to eval mode" : "Switch to train mode"),
  icon: "train",
  keywords: ["training", "evaluation", "dropout", "batch norm", "mode"],
  shortcuts: ["T"],
  enabled: () => true,
  run: () => {
    const { mode, setMode } = useSession.getState()
    setMode(mode === "train" ? "eval" : "train")
  },
}
