import { mayTidy, tidyLayout, tidyWords } from "../arrange/moving/tidying.ts"
import type { Command } from "../command.ts"

export const tidy: Command = {
  id: "view.tidy",
  label: tidyWords,
  icon: "tidy",
  keywords: ["arrange", "auto layout", "align", "left to right"],
  shortcuts: ["Shift+L"],
  edits: true,
  use: 45,
  needs: "Draw at least two nodes first.",
  enabled: mayTidy,
  run: () => tidyLayout(),
}
