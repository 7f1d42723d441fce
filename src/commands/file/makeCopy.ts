import { isNewer } from "../../graph/document.ts"
import { setTitle } from "../../graph/edit/edit.ts"
import { useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"
import { openDocument } from "./opening/opening.ts"

export const makeCopy: Command = {
  id: "file.makeCopy",
  label: "Make a copy",
  icon: "copy",
  keywords: ["duplicate the graph", "save a copy", "fork"],
  needs: "Draw something first.",
  enabled: () => {
    const { document } = useDocument.getState()
    return document.nodes.length > 0 && !isNewer(document)
  },
  run: () => {
    const { document } = useDocument.getState()
    // Its owner may change it: what was asked of a reader is not asked of a copy.
    const { readOnly: _, ...view } = document.view ?? {}
    const copy = document.view === undefined ? document : { ...document, view }
    openDocument(setTitle(copy, `${document.title || "Untitled"} (copy)`), "copy")
  },
}
