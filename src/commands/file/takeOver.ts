import { useDocument } from "../../state/document.ts"
import { takeOver as take } from "../../state/library/library.ts"
import type { Command } from "../command.ts"

export const takeOver: Command = {
  id: "file.takeOver",
  label: "Take over from the other tab",
  icon: "rename",
  keywords: ["edit here", "second tab", "lock"],
  needs: "No other tab edits this graph.",
  enabled: () => useDocument.getState().lock === "tab",
  run: take,
}
