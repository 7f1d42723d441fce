import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"

export const story: Command = {
  id: "view.story",
  label: "Story",
  icon: "present",
  keywords: ["frames", "presentation", "slides", "record", "lecture", "captions"],
  enabled: () => true,
  run: () => showDrawer("story"),
}
