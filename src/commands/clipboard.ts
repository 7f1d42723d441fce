// Copy, cut and paste through the system clipboard, as a document's text: so it works between tabs, and what others put
// there is read as carefully as a file.

import { isLink } from "../formats/json.ts"
import { type Copied, duplicate, paste, removeWhole, wholeGroups } from "../graph/copies.ts"
import { isQuarantined, type Point, readNodes } from "../graph/document.ts"
import { readDocument } from "../graph/read.ts"
import { writeDocument } from "../graph/write.ts"
import { useCamera } from "../state/camera.ts"
import { edit, useDocument } from "../state/document.ts"
import { say, warn } from "../state/messages.ts"
import { useSession } from "../state/session.ts"
import { fragmentOf, middleOf } from "./fragment.ts"
import { openLink } from "./linking.ts"

/** The selected nodes as text; null if there are none. */
export function copiedText(): string | null {
  const fragment = fragmentOf(useDocument.getState().document, useSession.getState().nodes)
  return fragment === null ? null : writeDocument(fragment)
}

export function removeCopied(): void {
  const { nodes } = useSession.getState()
  const label = nodes.length === 1 ? `Cut ${nodes[0]}` : `Cut ${nodes.length} nodes`
  edit(label, (document) => removeWhole(document, nodes), { select: { nodes: [], wires: [] } })
}

/**
 * Puts nodes at the pointer, else into the middle of the view; a link opens as a document of its own. Text that is no
 * graph says why and changes nothing.
 */
export function pasteText(text: string): void {
  if (isLink(text)) {
    openLink(text)
    return
  }
  const { document: fragment, problems } = readDocument(text)
  if (fragment === null) {
    warn(`The clipboard holds no graph. ${problems[0]?.sentence ?? ""}`.trim())
    return
  }
  if (fragment.nodes.length === 0) {
    say("The graph on the clipboard has no nodes.")
    return
  }
  const { camera } = useCamera.getState()
  const [x, y] = camera?.pointer() ?? camera?.centre() ?? [0, 0]
  const [mx, my] = middleOf(fragment)
  const shift: Point = [Math.round(x - mx), Math.round(y - my)]
  const nodes = readNodes(fragment)
  const groups = wholeGroups(fragment, new Set(nodes.map(({ id }) => id)))
  added("Paste", paste(useDocument.getState().document, nodes, shift, groups))
  const refused = fragment.nodes.filter(isQuarantined).length
  if (refused > 0) warn(`${refused} of the pasted nodes could not be read. ${problems[0]?.sentence ?? ""}`)
}

/** A second one of each selected node, beside it. */
export function duplicateSelection(): void {
  added("Duplicate", duplicate(useDocument.getState().document, useSession.getState().nodes, [32, 32]))
}

function added(verb: string, { document, ids }: Copied): void {
  const nodes = [...ids.values()]
  if (nodes.length === 0) return
  const label = nodes.length === 1 ? `${verb} ${nodes[0]}` : `${verb} ${nodes.length} nodes`
  edit(label, () => document, { select: { nodes, wires: [] } })
}

/** Tried for menus; keys use the browser's own events, which need no permission. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
