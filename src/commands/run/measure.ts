import { useDocument } from "../../state/document.ts"
import { measure as runMeasured } from "../../state/run/run.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const measure: Command = {
  id: "run.measure",
  label: "Measure kernels",
  icon: "step",
  keywords: ["benchmark", "time kernels", "how fast", "milliseconds"],
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => {
    showDrawer("plan")
    runMeasured()
  },
}
