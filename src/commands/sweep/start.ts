import { useDocument } from "../../state/document.ts"
import { useSweep } from "../../state/run/sweep.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const start: Command = {
  id: "sweep.start",
  label: "Sweep",
  icon: "play",
  keywords: ["experiment", "grid", "repeat over seeds", "slope", "vary"],
  needs: "A sweep is running, or nothing is drawn yet.",
  enabled: () => useDocument.getState().document.nodes.length > 0 && useSweep.getState().status.kind !== "running",
  run: async () => {
    showDrawer("sweep")
    const { startSweep } = await import("../../state/run/sweepStart.ts")
    startSweep()
  },
}
