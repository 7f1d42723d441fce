import { openSearch } from "../../state/search.ts"
import type { Command } from "../command.ts"

export const search: Command = {
  id: "edit.search",
  label: "Search everything",
  icon: "search",
  keywords: ["command palette", "find", "go to"],
  shortcuts: ["Mod+K"],
  enabled: () => true,
  run: () => openSearch({ kind: "everything" }),
}
