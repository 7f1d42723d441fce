import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const plan: Command = {
  id: "view.plan",
  label: "Plan of the run",
  icon: "panel",
  keywords: [
    "plan",
    "kernels",
    "kernel times",
    "GFLOP/s",
    "GB/s",
    "arena",
    "profile",
    "profiler",
    "which engine",
    "fallback",
    "WebAssembly",
  ],
  enabled: () => true,
  run: () => showDrawer("plan"),
}
