import { writeLink } from "../../formats/links/link.ts"
import { readNodes } from "../../graph/document.ts"
import { loose } from "../../graph/edit/copies.ts"
import { fragmentOf } from "../../graph/edit/fragment.ts"
import { useDocument } from "../../state/document.ts"
import { say, warn } from "../../state/messages.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { writeClipboard } from "../edit/clipboard/clipboard.ts"

export const shareSelection: Command = {
  id: "file.shareSelection",
  label: "Share the selection",
  icon: "share",
  keywords: ["copy a link to these nodes", "share a part", "send the selection"],
  use: 30,
  needs: "Select a node first.",
  enabled: () => useSession.getState().nodes.length > 0,
  run: async () => {
    const { document } = useDocument.getState()
    const { nodes } = useSession.getState()
    const part = fragmentOf(document, nodes)
    if (part === null) return
    // What leads out of the selection leads nowhere there.
    const alone = { ...part, nodes: loose(readNodes(part)), title: `Part of ${document.title || "Untitled"}` }
    const written = writeLink(alone, location.href)
    if (!("link" in written)) warn(written.sentence)
    else if (await writeClipboard(written.link)) say(`Copied a link that opens ${wordsOf(nodes)} as a graph.`)
    else warn("The browser refused to copy.")
  },
}

function wordsOf(nodes: readonly string[]): string {
  return nodes.length === 1 ? `${nodes[0]}` : `these ${nodes.length} nodes`
}
