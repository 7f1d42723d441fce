// Copy, cut and paste through the system clipboard, as a document's text: so it works between tabs, and what others put
// there is read as carefully as a file.

import { isLink } from "../../../formats/json.ts"
import {
  type GradwireDocument,
  isQuarantined,
  type NodeDocument,
  type Point,
  readNodes,
} from "../../../graph/document.ts"
import { type Copied, duplicateNodes, loose, paste, removeWhole, wholeGroups } from "../../../graph/edit/copies.ts"
import { fragmentOf, middleOf } from "../../../graph/edit/fragment.ts"
import { readDocument } from "../../../graph/text/read.ts"
import { writeDocument } from "../../../graph/text/write.ts"
import { useCamera } from "../../../state/camera.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { say, warn } from "../../../state/messages.ts"
import { useSession } from "../../../state/session.ts"
import { openLink } from "../../file/opening/links.ts"
import { bring } from "../inserting/steppingAside.ts"

/** The selected nodes as text; null if there are none. */
export function copiedText(): string | null {
  const fragment = fragmentOf(useDocument.getState().document, useSession.getState().nodes)
  return fragment === null ? null : writeDocument(fragment)
}

/** What was cut out of which document: the first time it is pasted there it is moved, not copied. */
let cut: { readonly text: string | null; readonly opened: number } | null = null

export function removeCopied(): void {
  const { nodes } = useSession.getState()
  cut = { text: copiedText(), opened: useDocument.getState().opened }
  const label = nodes.length === 1 ? `Cut ${nodes[0]}` : `Cut ${nodes.length} nodes`
  edit(label, (document) => removeWhole(document, nodes), { select: { nodes: [], wires: [] } })
}

/**
 * Puts nodes at the pointer, else beside their originals where those are in view, else into the middle of the view; clear of
 * what stands there, and `joined` to what they were joined to if that is here. A link opens as a document of its own. Text
 * that is no graph says why and changes nothing.
 */
export function pasteText(text: string, joined = false): void {
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
  const nodes = readNodes(fragment)
  const groups = wholeGroups(fragment, new Set(nodes.map(({ id }) => id)))
  const copies = joined || isMoved(text, nodes) ? nodes : loose(nodes)
  added("Paste", paste(useDocument.getState().document, copies, shiftFor(fragment), groups))
  const refused = fragment.nodes.filter(isQuarantined).length
  if (refused > 0) warn(`${refused} of the pasted nodes could not be read. ${problems[0]?.sentence ?? ""}`)
}

/** Cut here, and not there any more: it comes back with its wires. */
function isMoved(text: string, nodes: readonly NodeDocument[]): boolean {
  const { document, opened } = useDocument.getState()
  if (cut === null || cut.opened !== opened || cut.text !== text.replaceAll("\r\n", "\n")) return false
  const here = new Set(document.nodes.map(({ id }) => id))
  return nodes.every(({ id }) => !here.has(id))
}

function shiftFor(fragment: GradwireDocument): Point {
  const { camera } = useCamera.getState()
  const own = middleOf(fragment)
  const [x, y] = camera?.pointer() ?? (camera === null || camera.sees(own) ? own : camera.centre())
  return [Math.round(x - own[0]), Math.round(y - own[1])]
}

/** A second one of each selected node, beside it; `joined` to what the first one is joined to. */
export function duplicateSelection(joined = false): void {
  added("Duplicate", duplicateNodes(useDocument.getState().document, useSession.getState().nodes, [0, 0], joined))
}

function added(verb: string, { document, ids }: Copied): void {
  const nodes = [...ids.values()]
  if (nodes.length === 0) return
  const label = nodes.length === 1 ? `${verb} ${nodes[0]}` : `${verb} ${nodes.length} nodes`
  bring(label, { nodes }, () => document)
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
