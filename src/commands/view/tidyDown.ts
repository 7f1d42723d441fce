import { mayTidy, tidyLayout, tidyWords } from "../arrange/moving/tidying.ts"
import type { Command } from "../command.ts"

export const tidyDown: Command = {
  id: "view.tidyDown",
  label: () => `${tidyWords()} from top to bottom`,
  icon: "tidy",
  keywords: ["arrange", "auto layout", "align", "vertical"],
  edits: true,
  needs: "Draw at least two nodes first.",
  enabled: mayTidy,
  run: () => tidyLayout("down"),
}
