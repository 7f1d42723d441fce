import type { Command } from "../command.ts"
import { mayTidy, tidyLayout, tidyWords } from "../tidying.ts"

export const tidy: Command = {
  id: "view.tidy",
  label: tidyWords,
  icon: "tidy",
  keywords: ["arrange", "auto layout", "align", "left to right"],
  shortcuts: ["Shift+L"],
  edits: true,
  enabled: mayTidy,
  run: () => tidyLayout("right"),
}
