import { cancel, useRun } from "../../state/run/run.ts"
import type { Command } from "../command.ts"

export const stop: Command = {
  id: "run.stop",
  label: "Stop the run",
  icon: "stop",
  keywords: ["cancel", "abort"],
  shortcuts: ["Mod+."],
  needs: "Nothing is running.",
  enabled: () => useRun.getState().status.kind === "running",
  run: cancel,
}
