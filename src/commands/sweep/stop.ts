import { stopSweep, useSweep } from "../../state/run/sweep.ts"
import type { Command } from "../command.ts"

export const stop: Command = {
  id: "sweep.stop",
  label: "Stop the sweep",
  icon: "stop",
  keywords: ["cancel", "abort"],
  needs: "No sweep is running.",
  enabled: () => useSweep.getState().status.kind === "running",
  run: stopSweep,
}
