import { isNewer } from "../../graph/document.ts"
import { writeDocument } from "../../graph/write.ts"
import { markSaved, useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"

export const saveFile: Command = {
  id: "file.saveFile",
  label: "Save as a file",
  icon: "save",
  keywords: ["download", "export", "json"],
  shortcuts: ["Mod+S"],
  enabled: () => !isNewer(useDocument.getState().document),
  run: () => {
    const current = useDocument.getState().document
    const url = URL.createObjectURL(new Blob([writeDocument(current)], { type: "application/json" }))
    const link = document.createElement("a")
    link.href = url
    link.download = `${fileName(current.title ?? "")}.json`
    link.click()
    URL.revokeObjectURL(url)
    markSaved(current)
  },
}

/** Letters and digits of any script; the rest becomes hyphens. */
function fileName(title: string): string {
  const name = title.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "-")
  return (
    name
      .replace(/^-+|-+$/g, "")
      .slice(0, 80)
      .toLowerCase() || "graph"
  )
}
